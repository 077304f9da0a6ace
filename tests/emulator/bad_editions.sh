#!/bin/sh
# bad_editions.sh - a card of editions that are damaged, lie or want to be too much, among good ones:
# each is shown as far as it can be or has its notice, and all the others are still read.
#
# usage: bad_editions.sh KAGOJ_EMULATOR MAKE_BAD READ_EDITION WORK_FOLDER [together]
# together: without the sessions of one file each, where a session takes long.
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 make_bad=$2 read_edition=$3 work=$4 together=${5:-}
. "$(dirname "$0")/checks.sh"
LC_ALL=C
export LC_ALL
longest=120 # seconds a session may take, sanitizers and a busy machine counted in

# The card: all files of one age, so that the library has editions by name and then texts.
mkdir card
"$make_bad" card >made
printf 'ভালো লেখা\n\nনদীর চরে আজ সকালে কুয়াশা ছিল।\n' >'card/ভালো লেখা.txt'
echo 'ভালো লেখা.txt|none|-|-' >>made
touch -d '2026-11-25 06:00' card/*
{ grep '\.epub|' made | sort -t '|' -k 1,1; grep '\.txt|' made | sort -t '|' -k 1,1; } >list
is 'files on the card' "$(wc -l <list | tr -d ' ')" "$(find card -type f | wc -l | tr -d ' ')"

# 1. Each file alone: the notice, the exit code, a message that names it, memory, and what its text
# holds.
alone() {
    name=$1 open=$2 article=$3 got=0 expected=0
    timeout "$longest" "$emulator" --headless --board waveshare-7in5 \
        --keys 'down select next*4 prev' --size 20 --report alone.json "card/$name" >alone.out 2>alone.err || got=$?
    ! field alone notice | grep -qv '^none$' || expected=1
    is "$name: exit code" "$got" "$expected"
    [ "$expected" = 0 ] || grep -q "^kagoj-emulator: card/$name: " alone.err ||
        fail "$name: said \"$(head -c 300 alone.err)\""
    is "$name: notice on opening" "$(field alone notice | head -1)" "$open"
    [ "$article" = - ] || is "$name: notice on the article" "$(field alone notice | sed -n 3p)" "$article"
    [ "$open$article" != nonenone ] || pages_join "$name"
    no_protocol_errors alone
    within_budget alone
}

# pages_join NAME: no text is between two pages of an article, or on both
pages_join() {
    field alone entry >entries
    field alone page >pages
    field alone start >starts
    field alone end >ends
    paste -d ' ' entries pages starts ends | awk '
        NF == 4 && $1 == entry && $2 == page + 1 && $4 > 0 && $3 != end {
            print "page " $2 " of entry " $1 " begins at " $3 ", the one before ends at " end; bad = 1
        }
        { entry = $1; page = $2; end = $4 }
        END { exit bad }' || fail "$1: pages do not join"
}

# what_it_holds NAME HOLDS
what_it_holds() {
    timeout "$longest" "$read_edition" "card/$1" >text 2>text.err || :
    found=
    grep -q 'ভাঙার আগে যা ছিল' text && found=B
    grep -q 'ভাঙার পরে যা আছে' text && found=${found}A
    grep -q '^entry .*: a note in the text' text.err && found=${found}N
    is "$1: its text holds" "$found" "$(echo "$2" | tr -d x)"
}

while IFS='|' read -r name open article holds; do
    [ -n "$together" ] || alone "$name" "$open" "$article"
    [ "$holds" = - ] || what_it_holds "$name" "$holds"
done <list

# 2. All of them on one card, one after the other, without switching the device off. A line of plan
# a key: the key, and what the report has to say of it (view, notice, file), or nothing.
awk -F '|' '
    function press(key, expected) { print key "|" expected }
    { last = $4 ~ /x/ ? "no-article" : "none" }
    NR == 1 { print "start|library none" }
    $2 != "none" || $3 == "-" {
        press("select", "article " $2 " " $1)
        press("back", "library none")
    }
    $2 == "none" && $3 != "-" {
        press("select", "contents none " $1)
        press("home", "")
        press("down", "contents none " $1)
        press("select", "article " $3 " " $1)
        press("next", ""); press("next", ""); press("prev", "")
        press("back", "contents none " $1)
        press("home", "contents none " $1)
        press("select", "article none " $1)
        press("back", "contents none " $1)
        press("down", ""); press("down", "")
        press("select", "article " last " " $1)
        press("back", "contents none " $1)
        press("back", "library none")
    }
    { press("down", "library none") }' list >plan
got=0
timeout $((4 * longest)) "$emulator" --headless --keys "$(tail -n +2 plan | cut -d '|' -f 1 | tr '\n' ' ')" \
    --report tour.json card >tour.out 2>tour.err || got=$?
is 'the whole card: exit code' "$got" 1
no_protocol_errors tour
within_budget tour
field tour view >views
field tour notice >notices
field tour name >names
paste -d '|' plan views notices names | awk -F '|' '
    { said = $3 " " $4 (split($2, words, " ") > 2 ? " " $5 : "") }
    $2 != "" && said != $2 { print "key " NR - 1 " (" $1 ", in " $5 "): " said ", expected " $2; bad++ }
    END { print NR - 1 " keys"; exit bad > 0 }' || fail 'the whole card'
while IFS='|' read -r name open article holds; do
    [ "$open" = none ] && { [ "$article" = none ] || [ "$article" = - ]; } && continue
    grep -q "^kagoj-emulator: card: $name: " tour.err || fail "the whole card: no word of $name"
done <list
exit "$failed"
