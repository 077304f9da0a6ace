#!/bin/sh
# service.sh - a key held at power-on: the service menu starts the reading, changes the language, and
# forgets all that was kept, after asking; and a crash is told once, kept in the journal and shown there.
#
# usage: service.sh KAGOJ_EMULATOR CARD WORK
set -eu
emulator=$1 card=$2 work=$3
failed=0
rm -rf "$work"
mkdir -p "$work"

play() {
    name=$1
    shift
    "$emulator" --headless --board openbook-c1 --report "$work/$name.json" --shots "$work/$name" "$@" \
        "$card" 2>"$work/$name.log" || { echo "FAILED $name: $(tail -n 1 "$work/$name.log")"; failed=1; }
}
# last NAME KEY VALUE: of the last turn.
last() {
    found=$(tr ',' '\n' <"$work/$1.json" | sed -n "s/^ *{*\"$2\": \"*\([^\"]*\)\"*$/\1/p" | tail -n 1)
    [ "$found" = "$3" ] || { echo "FAILED $1: $2 is $found, not $3"; failed=1; }
}
state=$work/state

play read --state "$state" --keys "select select select next"
last read view article
play resumed --state "$state" --keys ""
last resumed view article
play menu --state "$state" --hold select --keys ""
last menu over menu
last menu view text
play started --state "$state" --hold select --keys "select"
last started view article
play left --state "$state" --hold select --keys "back back"
last left view article

# One press of the last row only asks.
play asked --state "$state" --hold select --keys "up select back"
play still --state "$state" --keys ""
last still view article
play forgot --state "$state" --hold select --keys "up select select"
last forgot over menu
play anew --state "$state" --keys ""
last anew view text

# Bytes that are no journal are forgotten too.
head -c 65536 "$emulator" >"$state"
play damaged --state "$state" --hold select --keys "up select select up"
last damaged over menu
play whole --state "$state" --keys "select"
last whole view library
! grep -q journal "$work/whole.log" || { echo "FAILED whole: $(cat "$work/whole.log")"; failed=1; }

play crashed --state "$state" --crash H-10012345 --keys ""
last crashed notice crash
play gone --state "$state" --crash H-10012345 --keys "select"
last gone notice none
last gone view library
play after --state "$state" --keys ""
last after notice none
# The page about the reader is another one where a crash is remembered.
play about --state "$state" --hold select --keys "back"
play clean --hold select --keys "back"
! cmp -s "$work/about/001-back.png" "$work/clean/001-back.png" || {
    echo "FAILED about: the crash is not shown"
    failed=1
}
[ "$failed" -eq 0 ]
