#!/bin/sh
# shaping.sh - cleaned text looks as it did: for every word of the lists, and for each of them in
# the other spellings that are met in the wild, the reader's shaper gives the same glyphs in the
# same places before and after. Clusters count bytes and so differ; they are left out.
#
# usage: shaping.sh KAGOJ-PROOF CLEAN-LINES WORK HARD-CASES
set -eu
proof=$1 clean=$2 work=$3 hard_cases=$4
dictionary=/usr/share/hunspell/bn_BD.dic
rm -rf "$work"
mkdir -p "$work"
{
    grep -v '^#' "$hard_cases"
    [ ! -f "$dictionary" ] || sed -e 1d -e 's|/.*||' "$dictionary" | awk 'NR % 60 == 0'
} | sort -u | grep . >"$work/words"
# Characters that an editor may normalise are written as their bytes.
zwnj=$(printf '\342\200\214') zwj=$(printf '\342\200\215') bom=$(printf '\357\273\277')
e=$(printf '\340\247\207') aa=$(printf '\340\246\276') au=$(printf '\340\247\227')
o=$(printf '\340\247\213') ou=$(printf '\340\247\214') nukta=$(printf '\340\246\274')
virama=$(printf '\340\247\215') ba=$(printf '\340\246\254') dda=$(printf '\340\246\241')
ya=$(printf '\340\246\257') yya=$(printf '\340\247\237') rra=$(printf '\340\247\234')
ta=$(printf '\340\246\244') ka=$(printf '\340\246\225') la=$(printf '\340\246\262') a=$(printf '\340\246\205')
anusvara=$(printf '\340\246\202') rri=$(printf '\340\246\213') rrisign=$(printf '\340\247\203')
rha=$(printf '\340\247\235') li=$(printf '\340\246\214') lisign=$(printf '\340\247\242')
{
    cat "$work/words"
    # nukta letters as one code point, vowel signs in two parts, idle joiners and byte-order marks
    sed "s/$ya$nukta/$yya/g; s/$dda$nukta/$rra/g" "$work/words"
    sed "s/$o/$e$aa/g; s/$ou/$e$au/g" "$work/words"
    sed "s/$aa$ta/$aa$zwnj$ta/g; s/$aa\$/$aa$zwnj/; s/$e$ka/$e$zwj$ka/g; s/$anusvara$la/$anusvara$bom$la/g" "$work/words"
} >"$work/all"
# Left out: what is repaired, because it showed a dotted circle or was another letter (a + aa, ri
# and li + their signs, ba + nukta, ta + virama + joiner for khanda ta); and rra and rha with a ya-phala, which no word
# has and our faces set 2 pixels otherwise when they are one code point.
grep -v -e "$a$aa" -e "$rri$rrisign" -e "$ba$nukta" -e "$ta$virama$zwj" -e "$rra$virama" \
    -e "$rha$virama" -e "$li$lisign" -e "$ba$virama$nukta" -e "^$zwnj" -e "^$zwj" \
    "$work/all" >"$work/before"
"$clean" <"$work/before" >"$work/after"
# A joiner that does nothing is still a glyph without width or offset: those are passed over. Words
# with a vowel in two letters (shown with a dotted circle until it is put right) are repairs.
glyphs() {
    idle=$(printf 'ক%sক\nখ%sখ\nআা%s\n' "$zwnj" "$zwj" "$zwj" | "$proof" --shape - --face "$2" |
        grep -o '[0-9]*=[0-9]*+0' | sed 's/=.*/=+0/' | sort -u | tr '\n' ' ')
    "$proof" --shape "$1" --face "$2" | awk -v idle="$idle" '{
        gsub(/=[0-9]+/, "="); gsub(/[][]/, "")
        n = split($0, glyph, "|"); out = ""
        for (i = 1; i <= n; i++) if (!index(" " idle, " " glyph[i] " ")) out = out " " glyph[i]
        print out
    }'
}
failed=0
for face in serif sans; do
    glyphs "$work/before" $face >"$work/before.$face"
    glyphs "$work/after" $face >"$work/after.$face"
    paste "$work/before" "$work/before.$face" "$work/after.$face" |
        awk -F '\t' -v face=$face '
            $2 != $3 { if (++different <= 5) print face ": " $1 "\n  before " $2 "\n  after  " $3 }
            END { print face ": " NR " words, " different + 0 " look different"; exit different > 0 || NR < 100 }' ||
        failed=1
done
cmp -s "$work/before" "$work/after" && { echo "nothing was changed at all"; failed=1; }
exit $failed
