#!/bin/sh
# debian.sh - EPUBs that Debian's packages bring, on a card: their table of contents pages to its
# end, and from the first article on every page is turned until there is none left. No notice, nothing
# in the reader's log, memory within its bounds.
#
# usage: debian.sh KAGOJ_EMULATOR WORK_FOLDER [PAGES]
# PAGES: most pages turned in a book, where turning is slow; else all.
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 work=$2 most=${3:-1000} partly=${3:-}
. "$(dirname "$0")/checks.sh"
LC_ALL=C
export LC_ALL

mkdir card
for epub in /usr/share/doc/debian-policy/policy.epub \
    /usr/share/developers-reference/developers-reference.epub \
    /usr/share/doc/debmake-doc/debmake-doc.en.epub; do
    [ ! -f "$epub" ] || cp "$epub" card/
done
books=$(find card -type f | wc -l | tr -d ' ')
if [ "$books" -lt 2 ]; then
    echo "skipped: no two EPUBs of debian-policy, developers-reference and debmake-doc are here"
    exit 0
fi
touch -d '2026-11-25 06:00' card/* # of one age: by name
list=60                            # pages of a table of contents, at most

# play REPORT KEYS: what is said goes to REPORT.err
play() {
    "$emulator" --headless --board waveshare-7in5 --size 20 --keys "$2" --report "$1.json" card \
        >"$1.out" 2>"$1.err" || fail "$1: exit code $?"
}

# read_book NAME PLACE: the table of contents, then from its first article on to the end
read_book() {
    book=${1%.epub} open="home $([ "$2" = 0 ] || echo "down*$2") select"
    play "$book" "$open next*$list home select next*$most"
    # debmake-doc's package document names a cover in a folder that is not there.
    if grep -v 'reader: .*xslt/debian-openlogo.png: the cover, but not in the archive' "$book.err"; then
        fail "$book: that is in the log"
    fi
    no_protocol_errors "$book"
    within_budget "$book"
    ! field "$book" notice | grep -qv '^none$' || fail "$book: a notice"
    is "$book: the file that was read" "$(field "$book" name | tail -n 1)" "$1"
    field "$book" view >views
    field "$book" refresh >refreshes
    field "$book" entry >entries
    paste -d ' ' views refreshes >turns
    # The last turn before HOME changed nothing: the list was at its end.
    is "$book: the list's last turn" "$(grep '^contents' turns | tail -n 2 | head -n 1)" 'contents none'
    pages=$(grep -c '^article [^n]' turns)
    [ -n "$partly" ] || check_end "$open"
    echo "$book: $(grep -c '^contents [^n]' turns) turns of the list," \
        "$pages pages of articles, to entry $(tail -n 1 entries)"
}

# check_end KEYS: the last page is the last article's, which DOWN finds in the list.
check_end() {
    is "$book: the last key" "$(tail -n 1 turns)" 'article none'
    play last "$1 next*$list down*40"
    is "$book: the last entry" "$(tail -n 1 entries)" "$(field last entry | tail -n 1)"
    is "$book: the last key in the list" "$(field last refresh | tail -n 1)" none
}

place=0
for path in card/*; do
    read_book "$(basename "$path")" "$place"
    place=$((place + 1))
done
exit "$failed"
