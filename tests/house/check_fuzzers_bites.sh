#!/bin/sh
# check_fuzzers_bites.sh - spoils a small tree in each way that check_fuzzers.sh looks for, and sees
# that it is noticed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

# spoil WHAT COMMAND: in a fresh tree, from tests/fuzz.
spoil() {
    rm -rf "$tree/tests"
    for name in fuzz_zip fuzz_edition fuzz_xhtml fuzz_xml fuzz_image fuzz_volume fuzz_sdcard fuzz_more; do
        mkdir -p "$tree/tests/fuzz/seeds/$name"
        echo 1 >"$tree/tests/fuzz/seeds/$name/one"
        : >"$tree/tests/fuzz/$name.c"
    done
    (cd "$tree/tests/fuzz" && eval "$2")
    code=0
    sh "$here/check_fuzzers.sh" "$tree" >"$tree/said" || code=$?
    if [ "$1" = clean ]; then
        [ "$code" = 0 ] || { echo "wrongly noticed:"; cat "$tree/said"; failed=1; }
    else
        [ "$code" != 0 ] || { echo "not noticed: $1"; failed=1; }
    fi
}

spoil clean 'head -c 65535 /dev/zero >seeds/fuzz_zip/large'
spoil "a parser without a fuzzer" 'rm -r fuzz_xhtml.c seeds/fuzz_xhtml'
spoil "a fuzzer without a seed" 'rm seeds/fuzz_more/one'
spoil "a fuzzer without a folder of seeds" 'rm -r seeds/fuzz_more'
spoil "seeds without a fuzzer" 'rm fuzz_more.c'
spoil "a large seed" 'head -c 65536 /dev/zero >seeds/fuzz_zip/large'
exit $failed
