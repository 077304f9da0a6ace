#!/bin/sh
# samples.sh - the sample editions as they lie on the card: valid, readable, as large as promised, and
# the same bytes when they are pressed again, elsewhere and at another time.
#
# usage: samples.sh KAGOJ-PRESS CARD EDITIONS WORK
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
press=$1 card=$2 editions=$3 work=$4
. "$(dirname "$0")/checks.sh"

# count WORD: the number before it in the last but one line of a check
count() { grep '; 0 problems$' out | tail -n 1 | sed -n "s/^.*[^0-9]\([0-9][0-9]*\) $1.*/\1/p"; }

# at_least WORD NUMBER
at_least() {
    number=$(count "$1")
    [ "${number:-0}" -ge "$2" ] || fail "$1: ${number:-none}, fewer than $2"
}

# exactly WORD NUMBER
exactly() {
    number=$(count "$1")
    [ "$number" = "$2" ] || fail "$1: ${number:-none}, expected $2"
}

# sample FOLDER PATTERN: the one edition whose name begins so
sample() {
    set -- "$1" "$card"/"$2"*.epub
    if [ ! -f "$2" ]; then
        fail "$1: not on the card"
        return
    fi
    valid "$2"
    exits 0 "$press" check "$2"
    says '0 broken, 0 missing; 0 problems' out
    cp -R "$editions/$1" "$1"
    find "$1" -exec touch -d 2001-02-03 {} +
    cp out said
    exits 0 "$press" make "$1/edition.toml" -o "$1.epub"
    cmp "$2" "$1.epub" || fail "$1: pressed again it has other bytes"
    cp said out
}

sample dainik দৈনিক-
exactly sections 5
exactly articles 30
at_least good 8
exactly 'of other formats' 0
sample mixed Kagoj-Weekly-
exactly sections 2
exactly articles 7
exit "$failed"
