#!/bin/sh
# sessions.sh - the very image that is flashed, in an emulated RP2040, shows what the native emulator
# shows: one session after the other is played in both, the glass must be the same to the bit after
# each key, and so must be what the reports say of the reader. Times, energy and cycles are the
# processor's own.
#
# usage: sessions.sh KAGOJ_EMULATOR CARD IMAGE BOARD WORK
set -eu
emulator=$1 card=$2 image=$3 board=$4 work=$5
failed=0
if ! command -v node >/dev/null || [ ! -f "$image" ]; then
    echo "no node, or no image at $image"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"

# The keys of a report, without what a processor of another kind takes otherwise.
facts() {
    tr ',' '\n' <"$1" | sed 's|^[ {]*||' | grep -E '"(key|refresh|queued|sleeps|wear|ghost|ghost_worst|rotation|size_px|view|over|marked|images|shown|article|name|entry|page|pages|start|end|notice|shot)":' |
        grep -v '"page": {'
}

# session NAME KEYS [OPTIONS...]
session() {
    name=$1 keys=$2
    shift 2
    for way in native image; do
        set -- "$@" --headless --board "$board" --keys "$keys" --report "$work/$name.$way.json" \
            --shots "$work/$name.$way"
        [ "$way" = native ] || set -- "$@" --image "$image"
        code=0
        "$emulator" "$@" "$card" 2>"$work/$name.$way.log" || code=$?
        echo "$code" >"$work/$name.$way.code"
    done
    if ! cmp -s "$work/$name.native.code" "$work/$name.image.code"; then
        echo "FAILED $name: exit code $(cat "$work/$name.native.code") natively, $(cat "$work/$name.image.code") in the image"
        tail -n 5 "$work/$name.image.log"
        failed=1
    fi
    shots=0
    for shot in "$work/$name.native"/*.png; do
        shots=$((shots + 1))
        cmp -s "$shot" "$work/$name.image/$(basename "$shot")" || {
            echo "FAILED $name: $(basename "$shot") is another picture"
            failed=1
        }
    done
    facts "$work/$name.native.json" >"$work/$name.native.facts"
    facts "$work/$name.image.json" >"$work/$name.image.facts"
    diff "$work/$name.native.facts" "$work/$name.image.facts" >"$work/$name.diff" || {
        echo "FAILED $name: the reports tell different things"
        head -n 20 "$work/$name.diff"
        failed=1
    }
    echo "$name: $shots pictures"
}

session reading "down select select next next prev next*3 back back"
session lists "down select down*3 right next select skip skip-back home back home"
session menu "select select menu down right right select next menu down*2 left back next"
session pictures "down select down*4 select next*2 back down*3 select next" --shot-bits 1
session groups "select select [next next] [next prev next] next"
session sleeping "select select next sleep next next power down"
session turned "select menu up up select back select next" --rotate 0 --status off
session service "up down select next back select" --hold select
session english "select select next menu back" --language en --family sans --size 22 --justify off
[ "$failed" -eq 0 ]
