#!/bin/sh
# gdb.sh - a debugger attaches to the image in the emulated RP2040, stops at a breakpoint, sees where it
# is, and lets the session go on to its end.
#
# usage: gdb.sh KAGOJ_EMULATOR CARD IMAGE WORK
set -eu
emulator=$1 card=$2 image=$3 work=$4 port=3777
if ! command -v node >/dev/null || [ ! -f "$image" ] || ! command -v gdb-multiarch >/dev/null; then
    echo "no node, no gdb-multiarch, or no image at $image"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"
"$emulator" --headless --board openbook-c1 --image "$image" --gdb $port --keys select --report "$work/report.json" \
    "$card" 2>"$work/log" &
session=$!
trap 'kill $session 2>/dev/null || :' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
    grep -q "waiting for a debugger" "$work/log" && break
    sleep 1
done
timeout 60 gdb-multiarch -batch -ex "set architecture armv6-m" -ex "target remote :$port" \
    -ex "break kj_reader_keys" -ex continue -ex "backtrace 4" -ex delete -ex "break kj_loop_idle" -ex continue \
    -ex delete -ex continue "$image" >"$work/said" 2>&1 || :
wait $session || { echo "FAILED the session"; cat "$work/log"; exit 1; }
failed=0
for wanted in '^Breakpoint 1, .*kj_reader_keys' kj_loop_take_keys '^Breakpoint 2, .*kj_loop_idle'; do
    grep -q "$wanted" "$work/said" || {
        echo "FAILED the debugger does not see: $wanted"
        failed=1
    }
done
grep -q '"view": "contents"' "$work/report.json" || { echo "FAILED the session did not go on"; failed=1; }
[ "$failed" -eq 0 ] || cat "$work/said"
exit $failed
