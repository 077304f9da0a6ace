#!/bin/sh
# fonts_equal.sh - a subset face sets text exactly as the full font does: for every word of the
# lists, hb-shape's advances, offsets and clusters are the same with both (glyph numbers differ).
#
# usage: fonts_equal.sh SUBSET_FOLDER HARD_CASES
# Words: each fifth of the Bengali dictionary; the hard cases; for Latin every pair of letters and
# common signs, and words with accents; every code point that a subset keeps.
set -eu
subsets=$1 hard_cases=$2
fonts=$(cd "$(dirname "$0")/../../fonts" && pwd)
dictionary=/usr/share/hunspell/bn_BD.dic
command -v hb-shape >/dev/null || { echo "skipped: hb-shape is not installed"; exit 0; }
[ -f "$dictionary" ] || { echo "skipped: hunspell-bn is not installed"; exit 0; }
originals=${KAGOJ_FONTS:-$(dirname "$(dpkg -L fonts-noto-core | grep '/NotoSerifBengali-Regular\.ttf$')")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sed -e 1d -e 's|/.*||' "$dictionary" | awk 'NR % 5 == 0' | sort -u >"$work/bengali"
grep -v '^#' "$hard_cases" >>"$work/bengali"
awk 'BEGIN {
    n = split("a b c d e f g h i j k l m n o p q r s t u v w x y z " \
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z . , - : ; ! ? ( ) 0 1 4 7 " \
        "\303\251 \303\274 \304\215 \305\201 \342\200\231 \342\200\234 \342\200\223", c, " ")
    for (i = 1; i <= n; i++) for (j = 1; j <= n; j++) print "n" c[i] c[j] "n"
    m = split("office fluffy AVATAR Tōkyō Dvořák Ångström œuvre naïve 1⁄2 ½ x² H₂O 10°C €5 ₹20 №7", w, " ")
    for (i = 1; i <= m; i++) print w[i]
}' >"$work/latin"

# every_code_point LIST LETTER: each code point of a list between two letters.
every_code_point() {
    sed 's/#.*//' "$fonts/$1.codepoints" | LC_ALL=C awk -v letter="$2" '
        function value(text,    i, n) {
            for (i = 1; i <= length(text); i++)
                n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
            return n
        }
        function tail(code, shift) { return sprintf("%c", 128 + int(code / shift) % 64) }
        function utf8(code) {
            if (code < 128) return sprintf("%c", code)
            if (code < 2048) return sprintf("%c", 192 + int(code / 64)) tail(code, 1)
            return sprintf("%c", 224 + int(code / 4096)) tail(code, 64) tail(code, 1)
        }
        {
            for (i = 1; i <= NF; i++) {
                n = split($i, ends, "-")
                for (code = value(ends[1]); code <= value(ends[n]); code++) print letter utf8(code) letter
            }
        }'
}
every_code_point bengali ক >>"$work/bengali"
every_code_point latin n >>"$work/latin"


failed=0
grep -v '^#' "$fonts/faces" >"$work/table"
while read -r face _ list file _; do
    hb-shape --no-glyph-names "$originals/$file" --text-file="$work/$list" >"$work/full.raw"
    hb-shape --no-glyph-names "$subsets/$face.ttf" --text-file="$work/$list" >"$work/subset.raw"
    # A word with a character that the full font lacks says nothing about the subset.
    paste -d ' ' "$work/full.raw" "$work/subset.raw" | awk -v face="$face" -v list="$work/$list" '
        {
            if ((getline word < list) <= 0) word = "?"
            full = $1; subset = $2
            if (full ~ /[[|]0=/) { lacking++; next }
            gsub(/[0-9]+=/, "=", full); gsub(/[0-9]+=/, "=", subset)
            compared++
            if (full == subset && $2 !~ /[[|]0=/) next
            if (++different <= 5) printf "%s: %s\n  full   %s\n  subset %s\n", face, word, $1, $2
        }
        END {
            printf "%s: %d words, %d differ (%d left out: the full font lacks a character)\n",
                face, compared, different, lacking
            exit different > 0 || compared < 1000
        }' || failed=1
done <"$work/table"
exit $failed
