#!/bin/sh
# bad_luck.sh - the image where things go wrong: no card, a panel that does not answer, a crash, a hang,
# the power cut in the middle of writing flash; and its shaping against hb-shape's, by a digest.
#
# usage: bad_luck.sh KAGOJ_EMULATOR KAGOJ_PROOF ARTICLES IMAGE WORK
set -eu
emulator=$1 proof=$2 articles=$3 image=$4 work=$5
failed=0
if ! command -v node >/dev/null || [ ! -f "$image" ]; then
    echo "no node, or no image at $image"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work/card" "$work/empty"
cp "$articles"/0*.txt "$work/card/"

run() {
    name=$1
    shift
    code=0
    "$emulator" --headless --board openbook-c1 --image "$image" --report "$work/$name.json" \
        --console-log "$work/$name.console" "$@" 2>"$work/$name.log" || code=$?
}

expect() {
    grep -q -e "$2" "$work/$1" || {
        echo "FAILED $1 does not say: $2"
        tail -n 5 "$work/$1"
        failed=1
    }
}

# The shaping of an article, line by line, is what hb-shape gives: the emulator's own engine is held
# against that elsewhere (tests/shape).
for article in 02-cricket-surma 07-ghonta; do
    run "digest-$article" --console "digest /$article.txt" --keys "" "$work/card"
    expect "digest-$article.console" "@digest $("$proof" --shape "$articles/$article.txt" --digest)"
done

# Cards without anything to read, and none.
run nothing --keys "select" "$work/empty"
expect nothing.json '"notice": "no-articles"'
run ejected --keys "eject select insert select" "$work/card"
expect ejected.json '"notice": "no-card"'
expect ejected.json '"notice": "none"'

# Too little power to write flash: nothing is begun there, and the panel says why the device sleeps.
run empty --battery 0 --keys "wait:3000" "$work/card"
expect empty.console "no journal, nothing is kept"
expect empty.json '"notice": "battery-empty"'

# BUSY never ends: every update fails, the console says so, and the reader goes on.
run dead --stuck on --keys "next" "$work/card"
expect dead.json '"refresh": "failed"'
expect dead.console "the panel does not do as it is told"
[ "$code" = 1 ] || { echo "FAILED dead: exit code $code"; failed=1; }

# A crash, and a program that hangs until the watchdog bites: the device starts anew and says why.
run crash --console crash --keys "wait:3000 select select" "$work/card"
expect crash.console "assertion: .*asked for"
expect crash.console "reason=panic pc="
expect crash.json '"notice": "crash"'
expect crash.json '"view": "article"'
run hang --console hang --keys "wait:12000 select select" "$work/card"
expect hang.console "reason=hung pc="
expect hang.json '"view": "article"'

# The power is cut in one flash operation after the other: the journal is sound at the next start, which
# goes on from what was written last.
for cut in 3 7 8 9 10 13; do
    rm -f "$work/state"
    run "cut-$cut" --state "$work/state" --cut "$cut" --keys "select next next back select next back" "$work/card"
    expect "cut-$cut.log" "the power was cut at flash operation $cut"
    run "after-$cut" --state "$work/state" --keys "select next" "$work/card"
    expect "after-$cut.json" '"failed_updates": 0'
    ! grep 'journal' "$work/after-$cut.console" || {
        echo "FAILED after-$cut: the journal is not sound"
        failed=1
    }
    ! grep -q '"chip": "flash"' "$work/after-$cut.json" || {
        echo "FAILED after-$cut: $(grep '"chip": "flash"' "$work/after-$cut.json" | head -n 1)"
        failed=1
    }
done
[ "$failed" -eq 0 ]
