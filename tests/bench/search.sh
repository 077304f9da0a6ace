#!/bin/sh
# search.sh - what a search costs: blocks of the card, memory, instructions, and bytes of the index;
# for the sample daily and for an edition of a thousand articles.
#
# usage: search.sh KAGOJ-PRESS SEARCH_EDITION DAILY [WORK]
# The thousand articles are of 350 words each, drawn from hunspell's Bengali dictionary: word number
# n as often as 1/n, as in a language. Instructions are the slope between 2 and 12 rounds of a query
# under callgrind. "contents": the same query without an index.
set -eu
press=$1 search=$2 daily=$3
for needed in valgrind unzip; do
    command -v "$needed" >/dev/null || { echo "skipped: $needed is not installed"; exit 0; }
done
dictionary=/usr/share/hunspell/bn_BD.dic
[ -f "$dictionary" ] || { echo "skipped: hunspell-bn is not installed"; exit 0; }
work=${4:-$(mktemp -d)}
mkdir -p "$work/many"

# sections of 50 articles, each a file of a headline, a byline and 7 paragraphs
awk -v folder="$work/many" 'BEGIN { FS = "/" }
    NR > 1 && $1 != "" { words[n++] = $1 }
    function draw() {
        seed = (seed * 69069 + 1) % 4294967296
        return words[int(exp(log(n) * seed / 4294967296)) - 1]
    }
    END {
        seed = 1
        # Sorted as they are, words of one beginning would all be frequent.
        for (i = 0; i < n; i++) {
            seed = (seed * 69069 + 1) % 4294967296
            j = i + int((n - i) * seed / 4294967296)
            keep = words[i]; words[i] = words[j]; words[j] = keep
        }
        manifest = folder "/edition.toml"
        print "title = \"হাজার\"\ndate = \"2026-11-25\"\nlanguage = \"bn\"" >manifest
        for (a = 0; a < 1000; a++) {
            if (a % 50 == 0)
                printf "%s\n[[section]]\ntitle = \"বিভাগ %d\"\narticles = [", a ? "]" : "", a / 50 >manifest
            file = sprintf("%s/%04d.md", folder, a)
            printf "%s\"%04d.md\"", a % 50 ? ", " : "", a >manifest
            printf "---\ntitle: " >file
            for (i = 0; i < 6; i++) printf "%s ", draw() >file
            print "\nbyline: লেখক " a "\n---" >file
            for (i = 0; i < 350; i++) printf "%s%s", draw(), i % 50 == 49 ? "।\n\n" : " " >file
            close(file)
        }
        print "]" >manifest
    }' "$dictionary"
"$press" make -q "$work/many/edition.toml" -o "$work/many.epub"

# instructions OPTIONS...: of the whole process
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind.out" "$search" "$@" \
        2>&1 >"$work/out" | sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p'
}

# row NAME [--contents] FILE QUERY
row() {
    name=$1
    shift
    few=$(instructions --repeat 2 "$@")
    many=$(instructions --repeat 12 "$@")
    told=$("$search" "$@" | head -n 1 | sed 's/, without index//')
    printf '%-18s %10s instructions  %s\n' "$name" $(((many - few) / 10)) "$told"
}

# size NAME FILE ARTICLES
size() {
    bytes=$(unzip -lv "$2" META-INF/kagoj.search | awk '$NF == "META-INF/kagoj.search" { print $1 }')
    echo "$1: index of $bytes bytes, $((bytes / $3)) an article, of $(wc -c <"$2") of the edition"
}

size 'the daily' "$daily" 30
size 'a thousand' "$work/many.epub" 1000
frequent=$(sed -n 's/^title: //p' "$work/many/0000.md" | cut -d ' ' -f 1)
for query in সেতু নদী "নদী সেতু" ম; do
    row 'daily' "$daily" "$query"
    row 'daily, contents' --contents "$daily" "$query"
done
for query in "$frequent" কবিতা "$frequent কবিতা" নদ ম উড়োজাহাজগুলো; do
    row 'thousand' "$work/many.epub" "$query"
done
row 'thousand, contents' --contents "$work/many.epub" কবিতা
[ "${4:-}" ] || rm -rf "$work"
