#!/bin/sh
# sheets.sh - docs/pictures/images-*.png show pictures as they are painted now.
#
# usage: sheets.sh PICTURE_SHEET PICTURES_FOLDER WORK_FOLDER
set -eu
failed=0
for depth in 1 2; do
    name=images-${depth}bit.png
    "$1" "$3/$name" "$depth"
    cmp "$3/$name" "$2/$name" || {
        echo "FAILED: look at $3/$name, and put it in docs/pictures if it is as it should be"
        failed=1
    }
done
exit "$failed"
