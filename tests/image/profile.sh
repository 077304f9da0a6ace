#!/bin/sh
# profile.sh - where an image's cycles go: a table for each turn, whose sum is what the report says, with
# the functions in it that such a turn must pass through; and an image without names is refused.
#
# usage: profile.sh KAGOJ_EMULATOR CARD ELF WORK
set -eu
emulator=$1 card=$2 elf=$3 work=$4
if [ ! -f "$elf" ] || ! command -v node >/dev/null; then
    echo "no firmware at $elf, or no node"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"
fail() { echo "FAILED $*"; exit 1; }
run() {
    "$emulator" --headless --board openbook-c1 --image "$1" --keys select \
        --profile "$work/profile" --report "$work/report" "$card"
}

run "$elf" || fail "the session"
told=$(grep -o '"set_cycles": [0-9]*' "$work/report" | awk '{ printf "%s ", $2 }')
counted=$(awk '$NF == "all" { printf "%s ", $2 }' "$work/profile")
[ "$told" = "$counted" ] || fail "the report says $told, the tables $counted"
awk '/^turn/ { sum = 0; all = 0; next } $NF == "all" { all = $2; next } NF >= 4 { sum += $2 }
    NF == 0 && sum != all { exit 1 }' "$work/profile" || fail "a table does not add up"
sed -n '/^turn 1/,$p' "$work/profile" | grep -qw kj_scan_curve || fail "a turn without a rasteriser"
sed -n '/^turn 1/,$p' "$work/profile" | grep -qw kj_refresh_observe || fail "a turn without a look at the picture"

! run "${elf%.elf}.bin" 2>"$work/said" || fail "a binary without names is taken"
grep -q "only an ELF has names" "$work/said" || fail "what is wrong is not said: $(cat "$work/said")"
