#!/bin/sh
# search.sh - every word of the sample editions is found, through their index and without it.
#
# usage: search.sh SEARCH_EDITION CARD
set -eu
failed=0 editions=0
for epub in "$2"/*.epub; do
    echo "$epub"
    "$1" --check "$epub" || failed=1
    editions=$((editions + 1))
done
if [ "$editions" -lt 2 ]; then
    echo "failed: $editions editions in $2"
    failed=1
fi
exit "$failed"
