#!/bin/sh
# keys.sh - what answering a key costs, from the press to the first row for the panel: instructions
# on this machine, and what they make on an RP2040.
#
# usage: keys.sh KEY_COST CARD [JSON_FILE] [BOARD...]
# The RP2040's time: 3.2 cycles an instruction at 125 MHz (docs/measurements.md, "Answering a key").
# Blocks of the card are not in it: 0.26 ms each at 16 MHz (512 bytes) and what the card itself takes.
set -eu
cost=$1 card=$2 json=${3:-}
if [ $# -lt 3 ]; then shift 2; else shift 3; fi
[ $# -gt 0 ] || set -- 480x800 400x300
if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not installed"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rows=
for board; do
    rm -f "$work"/callgrind.*
    valgrind --tool=callgrind --collect-atstart=no --callgrind-out-file="$work/callgrind.out" \
        "$cost" "$card" "$board" >"$work/said" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
    printf '%-9s %-22s %12s %8s %7s %7s %8s\n' "$board" key instructions RP2040 blocks flash pictures
    number=0
    while read -r name blocks writes _ pictures; do
        case $name in '#'*) echo "$name $blocks $writes" >&2; continue ;; esac
        number=$((number + 1))
        count=$(sed -n 's/^\(summary\|totals\): *\([0-9]*\).*/\2/p' "$work/callgrind.out.$number" | tail -n 1)
        ms=$(awk -v n="$count" 'BEGIN { printf "%.0f", n * 3.2 / 125000 }')
        late=
        [ "$ms" -le 100 ] || late='  over 100 ms'
        printf '%-9s %-22s %12s %5s ms %7s %7s %8s%s\n' "$board" "$name" "$count" "$ms" "$blocks" "$writes" \
            "$pictures" "$late"
        rows="$rows${rows:+,}{\"board\":\"$board\",\"key\":\"$name\",\"instructions\":$count,\"ms\":$ms,\"blocks\":$blocks}"
    done <"$work/said"
done
if [ "$json" ]; then
    printf '{"unit":"instructions","rows":[%s]}\n' "$rows" >"$json"
fi
