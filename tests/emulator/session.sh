#!/bin/sh
# session.sh - an article paged through on one board: pages, pictures, refreshes, memory.
#
# usage: session.sh KAGOJ_EMULATOR ARTICLES_FOLDER BOARD WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 articles=$2 board=$3 work=$4
. "$(dirname "$0")/checks.sh"
article=$articles/08-khoborer-nouka.txt

# Forth and back. The first picture cleans, page turns do not, and a ghost stays. The line at the
# foot, which tells what is known so far, is off: a page is the same picture whenever it is shown.
run pages 'next next prev prev prev select back home next home' --board "$board" --status off "$article"
values pages page 1 2 3 2 1 1 1 1 1 2 1
values pages refresh clean fast fast fast fast none menu fast none fast clean
values pages notice none none none none none none none none none none none
no_protocol_errors pages
within_budget pages
is 'first picture' "$(field pages ghost | head -1)" 0.00
[ "$(field pages ghost | sed -n 3p)" != 0.00 ] || fail 'fast updates left no ghost'
different pages/001-next.png pages/002-next.png
same pages/004-prev.png pages/005-prev.png
same pages/007-back.png pages/008-home.png
is pictures "$(find pages -name '*.png' | wc -l | tr -d ' ')" 11

# Power: the page with a sign that it sleeps; the next key wakes to the same page. Both updates are
# clean ones, and so the page is the same picture, to the bit.
run clean 'power next next power home back power prev' --board "$board" --status off "$article"
values clean refresh clean clean clean fast clean clean fast clean clean
values clean page 1 1 1 2 2 2 1 1 1
is 'ghost after sleep' "$(field clean ghost | sed -n '2,3p;6p;9p' | sort -u)" 0.00
same clean/000-start.png clean/002-next.png
different clean/000-start.png clean/001-power.png
different clean/005-home.png clean/000-start.png
no_protocol_errors clean

# To the end: every byte is on one page, the policy cleans now and then, and the end is the end.
run whole 'next*60 prev' --board "$board" "$article"
no_protocol_errors whole
within_budget whole
field whole refresh | grep -q clean || fail 'no clean update in 60 pages'
pages=$(field whole pages | tail -1)
[ "$pages" -gt 5 ] || fail "$pages pages"
is 'last page but one' "$(field whole page | tail -1)" "$((pages - 1))"
field whole start >starts
field whole end >ends
paste starts ends | head -n "$pages" |
    awk 'NR > 1 && $1 != last { print "page " NR " starts at " $1 ", the one before ends at " last; bad = 1 }
         { last = $2 } END { exit bad }' || fail 'pages do not join'
is 'end of the text' "$(sed -n "${pages}p" ends)" "$(wc -c <"$article" | tr -d ' ')"
is 'key at the end' "$(field whole refresh | sed -n 61p)" none

# The same keys, the same report.
cp whole.json first.json
run whole 'next*60 prev' --board "$board" "$article"
cmp -s whole.json first.json || fail 'a second run gives another report'

# A folder is a card: a list of its articles, then one after another, and back to the end of the one
# before.
run folder 'select next*120' --board "$board" "$articles"
no_protocol_errors folder
within_budget folder
is 'last article' "$(field folder article | tail -1)" "$(find "$articles" -name '*.txt' | wc -l | tr -d ' ')"
turn=$(field folder article | grep -n '^2$' | head -1 | cut -d: -f1)
last=$(field folder page | sed -n "$((turn - 1))p")
run back "select next*$((turn - 2)) prev" --board "$board" "$articles"
is 'page before the second article' "$(field back page | tail -1)" "$last"
is 'article before the second' "$(field back article | tail -1)" 1

# Four tones.
run gray 'next prev' --board "$board" --depth 2 --status off "$article"
values gray refresh gray gray gray
no_protocol_errors gray
within_budget gray
same gray/000-start.png gray/002-prev.png
different gray/000-start.png pages/000-start.png

exit "$failed"
