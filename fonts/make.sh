#!/bin/sh
# make.sh - makes build/fonts/*.ttf, the subsets that are linked into the firmware.
#
# Builds the subsetter, cuts the faces of the table `faces` and checks that the bytes that come out
# are the ones in the table. Has nothing to do when they are there already. Called by CMake.
#
#   make.sh [--accept]     --accept: writes the sizes and checksums that come out into the table
#   KAGOJ_FONTS=folder     where the Noto files are, when not from the package fonts-noto-core
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
out=$root/build/fonts
tool=$root/build/vendor/tools/subset
say() { printf 'kagoj: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

table() { grep -v '^#' "$here/faces"; }

is_done() {
    table | while read -r face _ _ _ _ _ sum; do
        [ -f "$out/$face.ttf" ] && [ "$(sha256_of "$out/$face.ttf")" = "$sum" ] || exit 1
    done
}

# The folder with the originals: the caller's, or where the package has put them.
originals() {
    if [ -n "${KAGOJ_FONTS:-}" ]; then
        echo "$KAGOJ_FONTS"
        return
    fi
    file=$(dpkg -L fonts-noto-core 2>/dev/null | grep '/NotoSerifBengali-Regular\.ttf$') ||
        die "the package fonts-noto-core is not installed; or set KAGOJ_FONTS to a folder with its files"
    dirname "$file"
}

build_tool() {
    sh "$root/firmware/vendor/fetch.sh"
    version=$(awk '$1 == "part" && $2 == "harfbuzz" { print $3 }' "$root/firmware/vendor/pins")
    harfbuzz=$root/build/vendor/src/harfbuzz-$version/src
    stamp=$version-$(sha256_of "$here/subset.c")
    [ ! -x "$tool" ] || [ "$(cat "$tool.stamp" 2>/dev/null)" != "$stamp" ] || return 0
    say "building the font subsetter (half a minute)"
    launcher=$(command -v ccache || :)
    mkdir -p "$(dirname "$tool")"
    # shellcheck disable=SC2086 # no launcher is no word
    $launcher ${CXX:-c++} -c -std=c++11 -O1 -w -DHB_NO_MT -fno-exceptions -fno-rtti \
        -fno-threadsafe-statics -I"$harfbuzz" "$harfbuzz/harfbuzz-subset.cc" -o "$tool.harfbuzz.o"
    ${CC:-cc} -std=c11 -O1 -Wall -Wextra -I"$harfbuzz" "$here/subset.c" "$tool.harfbuzz.o" -lm -o "$tool"
    rm "$tool.harfbuzz.o"
    echo "$stamp" >"$tool.stamp"
}

# cut FACE FEATURES LIST FILE SUM: one face into the work folder.
cut_face() {
    original=$folder/$4
    [ -f "$original" ] || die "$original is missing"
    [ "$(sha256_of "$original")" = "$5" ] ||
        die "$original is another version of the font: SHA-256 $(sha256_of "$original"), expected $5"
    "$tool" "$here/$3.codepoints" "$2" "$original" "$work/$1.ttf"
}

accept=
[ "${1:-}" != --accept ] || accept=yes
mkdir -p "$out"
if [ -z "$accept" ] && is_done; then
    exit 0
fi
# Two builds that start together make them once: the second waits for the first.
exec 9>"$out/.lock"
! command -v flock >/dev/null || flock 9
if [ -z "$accept" ] && is_done; then
    exit 0
fi
folder=$(originals)
build_tool
work=$(mktemp -d "$out/.make.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
say "cutting the fonts from $folder"
grep '^#' "$here/faces" >"$work/faces"
table >"$work/table"
while read -r face features list file file_sum size sum; do
    cut_face "$face" "$features" "$list" "$file" "$file_sum"
    new_sum=$(sha256_of "$work/$face.ttf") new_size=$(wc -c <"$work/$face.ttf" | tr -d ' ')
    echo "$face $features $list $file $file_sum $new_size $new_sum" >>"$work/faces"
    [ -n "$accept" ] || [ "$new_size $new_sum" = "$size $sum" ] ||
        die "$face.ttf is not what fonts/faces expects: $new_size bytes, SHA-256 $new_sum. Is the change meant? Then run fonts/make.sh --accept"
done <"$work/table"
for file in "$work"/*.ttf; do
    mv "$file" "$out/"
done
[ -z "$accept" ] || cp "$work/faces" "$here/faces"
