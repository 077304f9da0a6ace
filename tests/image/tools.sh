#!/bin/sh
# tools.sh - what is made of the linker's output: a UF2 that reads back as the ELF (test_uf2.c has what is
# refused), a report whose sums are the image's, an image over budget that fails.
#
# usage: tools.sh KAGOJ_UF2 KAGOJ_MEMORY ROOT WORK
set -eu
uf2=$1 memory=$2 root=$3 work=$4
elf=$root/build/firmware/waveshare-7in5/kagoj.elf
failed=0
if [ ! -f "$elf" ] || ! command -v arm-none-eabi-size >/dev/null; then
    echo "no firmware at $elf"
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"
fail() { echo "FAILED $*"; failed=1; }

"$uf2" write "$elf" "$work/good.uf2"
"$uf2" check "$work/good.uf2" "$elf" >"$work/said" || fail "a good UF2 is refused"
"$uf2" read "$work/good.uf2" "$work/back.bin"
cmp -n "$(wc -c <"${elf%.elf}.bin")" "$work/back.bin" "${elf%.elf}.bin" || fail "the UF2 is another image"

"$uf2" write "$elf" "$work/more.uf2" --add 0x101EF000 "$0" && "$uf2" read "$work/more.uf2" "$work/more.bin"
[ "$(wc -c <"$work/more.bin")" -gt 2000000 ] || fail "what is added is not at its place"

# The report's sums are what the compiler's own tool says.
"$memory" "$elf" "${elf%.elf}.map" "$root/board/pico/budget/waveshare-7in5" --json "$work/memory.json" >"$work/report"
text=$(arm-none-eabi-size "$elf" | awk 'NR == 2 { print $1 + $2 }')
flash=$(sed -n 's/^all  *\([0-9]*\).*/\1/p' "$work/report")
if [ $((flash - text)) -gt 4096 ] || [ $((text - flash)) -gt 4096 ]; then
    fail "flash is $flash, the tool says $text"
fi
parts=$(awk '/^all/ { exit } NR > 1 { flash += $2; ram += $3 } END { print flash, ram }' "$work/report")
[ "$parts" = "$(sed -n 's/^all  *\([0-9]*\)  *\([0-9]*\)$/\1 \2/p' "$work/report")" ] || fail "the parts do not add up: $parts"

echo "flash.total 100000" >"$work/budget"
! "$memory" "$elf" "${elf%.elf}.map" "$work/budget" >/dev/null 2>"$work/said" || fail "an image over budget is let through"
grep -q "over budget: flash.total is $flash" "$work/said" || fail "what is over budget is not said"
echo "ram.spare 100000" >"$work/budget"
! "$memory" "$elf" "${elf%.elf}.map" "$work/budget" >/dev/null 2>&1 || fail "too little spare memory is let through"
echo "flash.nobody 1" >"$work/budget"
! "$memory" "$elf" "${elf%.elf}.map" "$work/budget" >/dev/null 2>&1 || fail "a budget of nothing is let through"
[ "$failed" -eq 0 ]
