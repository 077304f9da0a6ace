#!/bin/sh
# check_fuzzers.sh - every parser of outside data has its fuzzer, and every fuzzer seeds to start
# from, small enough that a run gets beyond them.
#
# usage: check_fuzzers.sh [ROOT]
set -eu
cd "${1:-$(dirname "$0")/../..}/tests/fuzz"
most_bytes=65536
failed=0

say() {
    echo "$*"
    failed=1
}

# zip archives; container, package, nav and ncx; XHTML and what makes XML of it; PNG; FAT and exFAT;
# a card's answers.
for parser in zip edition xhtml xml image volume sdcard; do
    [ -f "fuzz_$parser.c" ] || say "tests/fuzz: no fuzzer of $parser"
done
for source in fuzz_*.c; do
    name=${source%.c}
    [ -n "$(find "seeds/$name" -type f 2>/dev/null | head -n 1)" ] || say "seeds/$name: no seed"
done
for folder in seeds/*/; do
    name=$(basename "$folder")
    [ -f "$name.c" ] || say "seeds/$name: the seeds of no fuzzer"
done
large=$(find seeds -type f -size +$((most_bytes - 1))c)
[ -z "$large" ] || say "not below $most_bytes bytes: $large"
found=$(find seeds ../press/feed/served -type f 2>/dev/null | grep -E '/[0-9a-f]{40}$' | head -n 3)
[ -z "$found" ] || say "a fuzzer's finds among the seeds, a seed has a name: $found"
exit $failed
