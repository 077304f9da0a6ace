#!/bin/sh
# smoke.sh - a short run of a fuzzer. What it finds that is new goes to FOLDER, which is emptied
# first: a test neither depends on the runs before it nor writes among the seeds.
#
# usage: smoke.sh FUZZER FOLDER OPTIONS... SEEDS
set -eu
fuzzer=$1 folder=$2
shift 2
rm -rf "$folder"
mkdir -p "$folder"
exec "$fuzzer" -artifact_prefix="$folder/" "$folder" "$@"
