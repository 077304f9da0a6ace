#!/bin/sh
# flash.sh - ./kagoj flash and firmware with everything around them made up: a boot drive that is a folder,
# picotool and openocd that write down how they were called, a build that makes a file. What is asserted is
# the order in which ways are tried, and what is said. Skipped (77) where the script's needs are not there.
#
# usage: flash.sh KAGOJ_SCRIPT SCRATCH_FOLDER
set -eu
folder=$2
rm -rf "$folder"
mkdir -p "$folder/bin" "$folder/build/release" "$folder/board/pico/budget" "$folder/drive" "$folder/drive2"
cp "$1" "$folder/kagoj"
fail() { cat said; echo "flash.sh: $*"; exit 1; }
program() { printf '#!/bin/sh\n%s\n' "$2" >"$1"; chmod +x "$1"; }

# cmake configures nothing, and "builds" an ELF; the tools take it.
# shellcheck disable=SC2016 # for the made-up programs themselves
{
    program "$folder/bin/cmake" 'case "$*" in *build/firmware/*) for a; do case $a in */build/firmware/*)
mkdir -p "$a"; echo elf >"$a/kagoj.elf" ;; esac; done ;; esac'
    program "$folder/build/release/kagoj-uf2" '[ "$1" != write ] || echo "uf2 $*" >"$3"'
    program "$folder/build/release/kagoj-memory" '[ -z "${OVER:-}" ]'
    program "$folder/picotool" 'echo "picotool $*" >>"$CALLS"'
    program "$folder/openocd" 'echo "openocd $*" >>"$CALLS"'
}
export PATH="$folder/bin:$PATH" KAGOJ_NO_INSTALL=1 CALLS="$folder/calls" KAGOJ_DRIVES="$folder/mounted/*"
cd "$folder"
echo 'Board-ID: RPI-RP2' >drive/INFO_UF2.TXT
echo 'Board-ID: RP2350' >drive2/INFO_UF2.TXT

flash() {
    code=0
    : >calls
    sh ./kagoj flash "$@" >said 2>&1 || code=$?
    ! grep -q 'still missing\|missing for' said || { cat said; exit 77; }
}
says() { grep -q -e "$1" said || fail "'$1' is not said"; }

flash nothing
{ [ "$code" != 0 ] && says openbook-c1-pico2 && says waveshare-7in5-pico2; } || fail "an unknown board passes"
flash waveshare-7in5 --to drive
[ "$code" = 0 ] || fail "exit code $code"
grep -q 'family rp2040' drive/kagoj.uf2 || fail "the boot drive did not get the image"
flash waveshare-7in5-pico2 --to drive
{ [ "$code" != 0 ] && says 'another chip'; } || fail "a Pico 2's image goes to a Pico"
flash waveshare-7in5-pico2 --to drive2
grep -q 'family rp2350' drive2/kagoj.uf2 || fail "the boot drive of a Pico 2 did not get the image"
flash waveshare-7in5 --to bin
{ [ "$code" != 0 ] && says 'no boot drive'; } || fail "any folder passes for a boot drive"
flash waveshare-7in5 --too drive
{ [ "$code" != 0 ] && says '--to FOLDER'; } || fail "an unknown option passes"
rm drive/kagoj.uf2
OVER=1
export OVER
flash waveshare-7in5 --to drive
{ [ "$code" != 0 ] && [ ! -e drive/kagoj.uf2 ]; } || fail "an image over budget is flashed"
unset OVER

mkdir mounted
cp -r drive2 mounted/wrong
flash waveshare-7in5
[ ! -s mounted/wrong/kagoj.uf2 ] || grep -q rp2350 mounted/wrong/kagoj.uf2 || fail "the wrong drive is written to"
cp -r drive mounted/RPI-RP2
flash waveshare-7in5
{ [ "$code" = 0 ] && grep -q rp2040 mounted/RPI-RP2/kagoj.uf2; } || fail "a mounted drive is not found"
rm -r mounted
if ! command -v picotool >/dev/null && ! command -v openocd >/dev/null; then
    flash waveshare-7in5
    { [ "$code" != 0 ] && says BOOTSEL; } || fail "nothing is said of BOOTSEL"
    mv openocd bin/
    flash openbook-c1-pico2
    { [ "$code" = 0 ] && grep -q 'openocd.*cmsis-dap.*rp2350.*program' calls; } || fail "openocd is not asked"
fi
[ -e bin/openocd ] || mv openocd bin/
mv picotool bin/
flash openbook-c1
{ [ "$code" = 0 ] && grep -q 'picotool load.*kagoj.uf2' calls; } || fail "picotool is not asked first"
echo "the image goes where it is to, in the order of ways"
