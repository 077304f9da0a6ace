#!/bin/sh
# check_strings.sh - every sentence of assets/strings is shown somewhere: one that is not costs flash and
# a translator's time.
#
# usage: check_strings.sh [ROOT]
# Notices are shown by number, in threes, and weekdays and months by their first; all of those count
# as shown.
set -eu
root=${1:-$(dirname "$0")/../..}
table=$root/assets/strings/english.strings

is_shown() {
    case $1 in
    *_TITLE | *_WHAT | *_HELP) grep -q "^${1%_*}_WHAT =" "$table" && return ;;
    *DAY | *UARY | MARCH | APRIL | MAY | JUNE | JULY | AUGUST | *BER) return ;;
    esac
    grep -rqw "KJ_STRING_$1" "$root/firmware" --include='*.c'
}

unused=$(sed -n 's/^\([A-Z_0-9]*\) =.*/\1/p' "$table" | while read -r name; do
    is_shown "$name" || echo "assets/strings: $name is shown nowhere"
done)
[ -z "$unused" ] || { echo "$unused"; exit 1; }
