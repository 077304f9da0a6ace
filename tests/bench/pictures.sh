#!/bin/sh
# pictures.sh - the documentation's pictures: page 1 of a sample article by Kagoj, and the same page
# by Pango beside it, both families, both depths, three geometries.
#
# usage: pictures.sh BUILD_FOLDER ARTICLE PICTURES_FOLDER
# BUILD_FOLDER: of the release preset, with kagoj-proof and pango_beside built (the latter where
# libpango1.0-dev is installed).
set -eu
build=$1 article=$2 pictures=$3
proof=$build/board/emulator/proof/kagoj-proof
beside=$build/tests/bench/pango_beside
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

picture() { # WIDTH HEIGHT DPI MARGIN SIZE
    for family in serif sans; do
        for depth in 1 2; do
            name=$1x$2-$family-${depth}bit
            "$proof" --panel "$1x$2@$3" --margin "$4" --size "$5" --family $family --depth $depth \
                --first-page --png "$work" "$article"
            if [ "$1x$2-$family-$depth" = 480x800-serif-1 ]; then
                cp "$work/page-001.png" "$pictures/page-$name.png"
            fi
            label=Serif
            [ $family = serif ] || label=Sans
            "$beside" "$work/page-001.png" "$article" "$1" "$2" "$4" "$5" $label $depth \
                "$pictures/beside-pango-$name.png"
        done
    done
}

mkdir -p "$pictures"
picture 480 800 217 24 26
picture 400 300 119 12 22
picture 800 480 125 24 28
