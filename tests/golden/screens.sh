#!/bin/sh
# screens.sh - plays sessions of the reader on emulated devices, and compares what the glass shows,
# pixel for pixel, with the screens kept here.
#
# usage: screens.sh check|update KAGOJ_EMULATOR GOLDEN_FOLDER ARTICLES_FOLDER WORK_FOLDER CARD_FOLDER
#        [GEOMETRY...]
# CARD_FOLDER holds the sample editions, where the press has made them; without them nothing is
# looked at. Without a GEOMETRY all are. A golden screen changes only by "update", and the change is
# then looked at as a picture. The guides (docs/guide.*.md) show these pictures.
set -eu
mode=$1 emulator=$2 golden=$3 articles=$4 work=$5 editions=$6
shift 6
TZ=UTC # a FAT volume has local times
export TZ

changed=0 same=0 bad=0
if [ -z "$(find "$editions" -name '*.epub' 2>/dev/null)" ]; then
    echo "no editions: the screens are not looked at"
    exit 0
fi

# --- The card: two editions of two days, three texts, a folder.
rm -rf "$work"
mkdir -p "$work/card/পুরোনো লেখা" "$golden"
cp "$editions"/*.epub "$work/card"
cp "$articles"/02-*.txt "$articles"/07-*.txt "$articles"/08-*.txt "$work/card"
cp "$articles"/03-*.txt "$articles"/05-*.txt "$work/card/পুরোনো লেখা"
head -c 4000 "$editions"/Kagoj-*.epub >"$work/broken.epub"
find "$work/card" "$work/broken.epub" -exec touch -d '2026-11-24 06:00' {} +
touch -d '2026-11-25 06:00' "$work"/card/*মৌরী*.epub
cd "$work"

# session NAME KEYS OPTIONS... FILE: plays it; its pictures are in the folder NAME.
session() {
    session=$1 keys=$2 got=0
    shift 2
    rm -rf "${session:?}"
    # shellcheck disable=SC2086 # the device's options are several words
    "$emulator" --headless $device --shot-bits 1 --keys "$keys" --shots "$session" "$@" \
        >"$session.out" 2>"$session.err" || got=$?
    if [ "$got" != "${expected:-0}" ]; then
        echo "$geometry, $session: exit code $got: $(head -c 300 "$session.err")"
        bad=$((bad + 1))
    fi
}

# keep NAME [NUMBER]: compares the session's picture of that number, or its last, with the golden
# screen NAME, or makes it that.
keep() {
    if [ $# -gt 1 ]; then
        shot=$(find "$session" -name "$(printf %03d "$2")-*.png")
    else
        shot=$(find "$session" -name '*.png' | sort | tail -n 1)
    fi
    kept=$golden/$geometry-$1.png
    if [ "$mode" = update ]; then
        cp "$shot" "$kept"
    elif [ ! -f "$kept" ]; then
        echo "missing: $kept"
        changed=$((changed + 1))
    elif cmp -s "$shot" "$kept"; then
        same=$((same + 1))
    else
        echo "differs: $kept, now $work/$shot"
        changed=$((changed + 1))
    fi
}

# menu NAME ROW KEYS: in the second article of the daily the menu is opened, row ROW (from 0) is
# marked, and KEYS are pressed.
menu() {
    session "$1" "select down select select down*$2 $3" card
}

# The keys that type নদী, from the key that is marked first.
nodi='up right*7 select down*2 right*5 select right select'

# What every geometry shows: begin GEOMETRY OPTIONS PAGES_OF_THE_MENU KEYS_THAT_EJECT_THE_CARD
begin() {
    geometry=$1 device=$2

    rm -f state
    session first 'select' --state state card
    keep welcome 0
    keep library 1
    session front 'select next' card
    keep front-1 1
    keep front-2 2
    session read 'select right select next*12 back' card
    keep front-read
    session article 'select down select next skip prev' card
    keep article-1 3
    keep article-2 4
    keep article-last
    session menu "select down select select next*$(($3 - 1))" card
    for page in $(seq "$3"); do
        keep "menu-$page" $((page + 3))
    done
    menu english 14 'right'
    keep english
    menu go-to 2 'select right*4'
    keep go-to
    menu search 3 "select $nodi menu down"
    keep keyboard 27
    keep found
    session kept "select down select next select select skip select select menu up*4 select" card
    keep kept
    session help 'menu up*2 select' card
    keep help
    session asleep 'select down select next power' card
    keep asleep
    session low 'select down select battery:12' card
    keep battery-low
    expected=1
    session ejected "$4" card
    keep no-card
    expected=0
}

# What is looked at in one geometry alone.
more() {
    session folder 'down*5 select' card
    keep folder
    menu size 5 'right*3'
    keep size
    menu sans 6 'right back'
    keep sans
    menu dark 11 'right'
    keep dark
    menu plain 13 'right back'
    keep plain
    menu latin 3 'select next'
    keep keyboard-latin
    menu none 3 'select select*8 menu'
    keep found-none
    session empty 'down*6 select' card
    keep kept-none
    session history 'select down select skip next skip back menu up*4 select' card
    keep history
    menu about 22 'select'
    keep about
    session asleep-page 'down*4 select next power' card
    keep asleep-page
    session flat 'select down select battery:3' card
    keep battery-empty
    expected=1
    session damaged '' broken.epub
    keep damaged
    expected=0
    session left 'select down select next*2' --state state card
    session again '' --state state card
    keep resumed
}

play() {
    case $1 in
    480x800)
        begin "$1" '--board waveshare-7in5' 2 'select eject select'
        more
        ;;
    800x480) begin "$1" '--board waveshare-7in5 --rotate 0' 3 'select eject select' ;;
    400x300)
        begin "$1" '--board openbook-c1 --rotate 0' 4 'select eject'
        menu turned 12 'right back'
        keep turned
        ;;
    300x400) # as that device is held
        geometry=$1 device='--board openbook-c1'
        session front 'select down select next' card
        keep library 0
        keep front-1 1
        keep article-1 3
        keep article-2 4
        menu go-to 2 'select'
        keep menu-1 4
        keep go-to
        menu search 3 "select $nodi menu"
        keep keyboard 27
        keep found
        ;;
    *)
        echo "unknown geometry: $1"
        exit 2
        ;;
    esac
}

[ $# -gt 0 ] || set -- 480x800 800x480 400x300 300x400
for geometry in "$@"; do
    play "$geometry"
done
if [ "$mode" = update ]; then
    echo "golden screens written to $golden: look at them before you commit them"
    [ "$bad" -eq 0 ]
    exit
fi
echo "$same golden screens are the same, $changed differ"
[ "$changed" -eq 0 ] && [ "$bad" -eq 0 ]
