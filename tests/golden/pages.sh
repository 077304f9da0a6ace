#!/bin/sh
# pages.sh - renders the golden pages and compares them, pixel for pixel, with those kept here.
#
# usage: pages.sh check|update KAGOJ_PROOF GOLDEN_FOLDER ARTICLE WORK_FOLDER
# A golden page changes only by "update", and the change is then looked at as a picture.
set -eu
mode=$1 proof=$2 golden=$3 article=$4 work=$5

changed=0 same=0
# page FOLDER NAME OPTIONS...: page 1 of the article as golden picture NAME.
page() {
    name=$1
    shift
    rm -rf "${work:?}/$name"
    mkdir -p "$work/$name"
    "$proof" "$@" --first-page --png "$work/$name" "$article"
    if [ "$mode" = update ]; then
        cp "$work/$name/page-001.png" "$golden/$name.png"
    elif [ ! -f "$golden/$name.png" ]; then
        echo "missing: $golden/$name.png"
        changed=$((changed + 1))
    elif cmp -s "$work/$name/page-001.png" "$golden/$name.png"; then
        same=$((same + 1))
    else
        echo "differs: $golden/$name.png, now $work/$name/page-001.png"
        changed=$((changed + 1))
    fi
}

mkdir -p "$work"
for family in serif sans; do
    for depth in 1 2; do
        for size in 18 22 30; do
            page "400x300-$family-$size-$depth" --panel 400x300@119 --margin 12 \
                --family $family --size $size --depth $depth
        done
        for size in 20 26 36; do
            page "480x800-$family-$size-$depth" --panel 480x800@217 \
                --family $family --size $size --depth $depth
        done
        for size in 20 28 40; do
            page "800x480-$family-$size-$depth" --panel 800x480@125 \
                --family $family --size $size --depth $depth
        done
    done
done
if [ "$mode" = update ]; then
    echo "golden pages written to $golden: look at them before you commit them"
    exit 0
fi
echo "$same golden pages are the same, $changed differ"
[ "$changed" -eq 0 ]
