#!/bin/sh
# pages.sh - renders the golden pages and compares them, pixel for pixel, with those kept here.
#
# usage: pages.sh check|update KAGOJ_PROOF GOLDEN_FOLDER ARTICLE WORK_FOLDER [CARD_FOLDER]
# Of the edition in CARD_FOLDER, where the press has made it, the front page and the one after it.
# A golden page changes only by "update", and the change is then looked at as a picture.
set -eu
mode=$1 proof=$2 golden=$3 article=$4 work=$5 card=${6:-}

changed=0 same=0
# keep NAME PICTURE: compares PICTURE with the golden page NAME, or makes it that.
keep() {
    if [ "$mode" = update ]; then
        cp "$2" "$golden/$1.png"
    elif [ ! -f "$golden/$1.png" ]; then
        echo "missing: $golden/$1.png"
        changed=$((changed + 1))
    elif cmp -s "$2" "$golden/$1.png"; then
        same=$((same + 1))
    else
        echo "differs: $golden/$1.png, now $2"
        changed=$((changed + 1))
    fi
}

# render NAME OPTIONS... FILE: its pages, into a folder of that name
render() {
    name=$1
    shift
    rm -rf "${work:?}/$name"
    mkdir -p "$work/$name"
    "$proof" "$@" --png "$work/$name"
}

# page NAME OPTIONS...: page 1 of the article as golden picture NAME.
page() {
    name=$1
    shift
    render "$name" --first-page "$@" "$article"
    keep "$name" "$work/$name/page-001.png"
}

# front NAME OPTIONS...: the daily's front page, the page after it and its last
front() {
    name=$1
    shift
    render "$name" --front "$@" "$edition"
    keep "$name-1" "$work/$name/page-001.png"
    keep "$name-2" "$work/$name/page-002.png"
    last=$(find "$work/$name" -name '*.png' | sort | tail -n 1)
    keep "$name-last" "$last"
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
edition=
[ -z "$card" ] || edition=$(find "$card" -name 'দৈনিক-*.epub' | head -n 1)
if [ "$edition" ]; then
    front front-400x300-22 --panel 400x300@119 --margin 12 --size 22
    front front-480x800-26 --panel 480x800@217 --size 26
    front front-480x800-36 --panel 480x800@217 --size 36 --family sans
    front front-800x480-20 --panel 800x480@125 --size 20 --depth 2
    front front-800x480-28 --panel 800x480@125 --size 28
else
    echo "no edition: the front pages are not looked at"
fi
if [ "$mode" = update ]; then
    echo "golden pages written to $golden: look at them before you commit them"
    exit 0
fi
echo "$same golden pages are the same, $changed differ"
[ "$changed" -eq 0 ]
