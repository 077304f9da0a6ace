#!/bin/sh
# accept.sh - writes the expected glyphs of cases.txt anew with hb-shape, for when the subset fonts
# have changed. Look at the difference before you keep it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fonts=$here/../../build/fonts
new=$(mktemp)
trap 'rm -f "$new"' EXIT
while IFS= read -r line; do
    case $line in
    '#'* | '') printf '%s\n' "$line" ;;
    *)
        face=${line%%;*}
        codes=${line#*; }
        codes=${codes%%;*}
        case $face in
        *latin*) font=${face%%-*}-latin ;;
        *) font=${face%%-*}-bengali ;;
        esac
        case $face in
        *bold*) font=$font-bold ;;
        *) font=$font-regular ;;
        esac
        glyphs=$(hb-shape --no-glyph-names --utf8-clusters --font-file="$fonts/$font.ttf" \
            --unicodes="$(printf '%s' "$codes" | tr ' ' ',')")
        printf '%s; %s; %s\n' "$face" "$codes" "$glyphs"
        ;;
    esac
done <"$here/cases.txt" >"$new"
cat "$new" >"$here/cases.txt"
