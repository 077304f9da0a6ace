#!/bin/sh
# check_editions.sh - the sample editions' sources are whole and clean: what the tables of contents
# name exists and nothing is left over, front matter is complete, the text is NFC without mojibake or
# trailing spaces, pictures are drawn, captioned and described, and the daily is as large as promised.
#
# usage: check_editions.sh [ROOT]
set -eu
cd "${1:-$(dirname "$0")/../..}/assets/editions"
LC_ALL=C
export LC_ALL
log=$(mktemp)
trap 'rm -f "$log" "$log".*' EXIT

say() { printf '%s\n' "$*" >>"$log"; }
byte() { printf '%b' "$1"; } # octal escapes as the bytes they stand for

# --- The bytes of the sources. texts PATTERN WHAT: no line matches.
find . -name '*.md' -o -name '*.toml' | sort >"$log.texts"
texts() {
    tr '\n' '\0' <"$log.texts" | xargs -0 grep -n -e "$1" /dev/null | sed "s|^\([^:]*:[0-9]*\):.*|\1: $2|" >>"$log" || :
}
nukta=$(byte '\0340\0247')
texts "$nukta$(byte '\0234')\|$nukta$(byte '\0235')\|$nukta$(byte '\0237')" "U+09DC, U+09DD or U+09DF: not NFC"
texts "$nukta$(byte '\0207')\($(byte '\0340\0246\0276')\|$nukta$(byte '\0227')\)" "a vowel sign in two parts: not NFC"
texts "$(byte '\0303\0240\0302\0246')\|$(byte '\0303\0240\0302\0247')\|$(byte '\0303\0242\0342\0202\0254')\|$(byte '\0357\0277\0275')" mojibake
texts "$(byte '\0357\0273\0277')\|$(byte '\015')\|$(byte '\011')" "a byte order mark, a carriage return or a tab"
texts '[[:space:]]$' "spaces at the end of the line"
while read -r file; do
    [ -z "$(tail -c 1 "$file")" ] || say "$file: no newline at its end"
done <"$log.texts"

# --- One article: its front matter, then its pictures, whose names go to $log.used.
article() {
    awk -v file="$1" '
        function complain(what) { printf "%s:%d: %s\n", file, NR, what }
        NR == 1 { if ($0 != "---") complain("no front matter"); next }
        !body && $0 == "---" { body = 1; blank = 1; next }
        !body {
            if ($0 !~ /^(title|summary|byline|dateline|date): [^ ]/) complain("not a key and a value: " $0)
            key = $0; sub(/:.*/, "", key)
            if (key in seen) complain("twice: " key)
            seen[key] = 1
            if (key == "date" && $0 !~ /^date: 20[0-9][0-9]-[01][0-9]-[0-3][0-9]$/) complain("not a date: " $0)
            next
        }
        after && $0 != "" { complain("a picture is not alone in its paragraph") }
        { after = 0 }
        /!\[/ {
            if (!blank) complain("a picture is not alone in its paragraph")
            if ($0 !~ /^!\[[^]]+\]\(\.\.\/images\/[a-z0-9]+\.png "[^"]+"\)$/)
                complain("a picture without alternative text, caption or a name in ../images")
            after = 1
        }
        { blank = $0 == "" }
        END {
            if (!body) complain("the front matter does not end")
            split("title summary byline date", keys, " ")
            for (i = 1; i <= 4; i++) if (!(keys[i] in seen)) complain("no " keys[i])
        }' "$1" >>"$log"
    sed -n 's|.*(\.\./images/\([a-z0-9]*\)\.png.*|\1|p' "$1" >>"$log.used"
}

words() { awk 'body > 1 { n += NF } $0 == "---" && body < 2 { body++ } END { print n + 0 }' "$1"; }

# --- One edition: contents against files, pictures against what the build draws.
edition() {
    folder=$1
    : >"$log.used"
    sed -n 's|^ *"\(.*\.md\)",$|\1|p' "$folder/edition.toml" >"$log.named"
    sort "$log.named" | uniq -d | sed "s|^|$folder: named twice: |" >>"$log"
    (cd "$folder" && find . -name '*.md' | sed 's|^\./||') | sort >"$log.files"
    sort -u "$log.named" | comm -23 - "$log.files" | sed "s|^|$folder: named and missing: |" >>"$log"
    sort -u "$log.named" | comm -13 - "$log.files" | sed "s|^|$folder: left over: |" >>"$log"
    for key in title date language creator cover; do
        grep -q "^$key = \"..*\"$" "$folder/edition.toml" || say "$folder: edition.toml lacks $key"
    done
    while read -r name; do
        article "$folder/$name"
    done <"$log.files"
    sed -n 's|^cover = "images/\([a-z0-9]*\)\.png"$|\1|p' "$folder/edition.toml" >>"$log.used"
    sort -u "$log.used" >"$log.sorted"
    # From "edition(FOLDER EPUB" to ")" the build names the pictures that it draws.
    awk -v start="edition($folder" '
        $1 == start { inside = 1; $1 = $2 = "" }
        inside { ends = /\)/; sub(/\).*/, ""); for (i = 1; i <= NF; i++) if ($i != "") print $i }
        ends { exit }' CMakeLists.txt | sort >"$log.drawn"
    comm -23 "$log.sorted" "$log.drawn" | sed "s|^|$folder: shown and not drawn: |" >>"$log"
    comm -13 "$log.sorted" "$log.drawn" | sed "s|^|$folder: drawn and not shown: |" >>"$log"
    while read -r name; do
        grep -q "{\"$name\", scene_" draw/main.c || say "$folder: kagoj-draw knows no $name"
    done <"$log.drawn"
}

# at_least NUMBER LIMIT WHAT
at_least() { [ "$1" -ge "$2" ] || say "$3: $1, fewer than $2"; }

edition mixed
at_least "$(wc -l <"$log.files")" 6 "mixed: articles"
edition dainik
at_least "$(wc -l <"$log.files")" 25 "dainik: articles"
at_least "$(grep -c '^\[\[section\]\]$' dainik/edition.toml)" 5 "dainik: sections"
at_least "$(wc -l <"$log.sorted")" 8 "dainik: pictures"
longest=0 shortest=100000
while read -r name; do
    count=$(words "dainik/$name")
    [ "$count" -le "$longest" ] || longest=$count
    [ "$count" -ge "$shortest" ] || shortest=$count
done <"$log.files"
at_least "$longest" 1500 "dainik: words of the longest article"
[ "$shortest" -le 60 ] || say "dainik: no very short article"

[ ! -s "$log" ] || { cat "$log"; exit 1; }
