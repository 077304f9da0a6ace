#!/bin/sh
# wires.sh - builds wires.wasm: our models of panel, card and battery for the image runner, in
# WebAssembly, with clang and wasm-ld and no C library.
#
# usage: wires.sh OUT.wasm GENERATED      GENERATED: the folder of the build's generated headers
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$1 generated=$2
cd "$root"
set -- board/pico/runner/*.c board/device/boards.c board/device/key_names.c \
    firmware/panel/*.c firmware/base/crc.c firmware/base/status.c
for file in board/emulator/models/*.c; do
    case $file in
    */card_bus.c | */model_bus.c | */flash_model.c) ;; # the native emulator's wiring, and its flash
    *) set -- "$@" "$file" ;;
    esac
done
exec clang --target=wasm32 -std=c11 -O2 -mbulk-memory -nostdlib -isystem board/pico/runner/libc \
    -Ifirmware -I. -Iboard/emulator -I"$generated" -Wall -Wextra -Werror -Wno-unused-parameter \
    -Wl,--no-entry -Wl,-z,stack-size=65536 -o "$out" "$@"
