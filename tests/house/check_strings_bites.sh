#!/bin/sh
# check_strings_bites.sh - check_strings.sh finds a sentence that is shown nowhere, and only that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/assets/strings" "$work/firmware/reader"
printf '%s\n' 'SHOWN = shown' 'FULL_TITLE = a' 'FULL_WHAT = b' 'FULL_HELP = c' 'MARCH = March' \
    >"$work/assets/strings/english.strings"
echo 'kj_string s = KJ_STRING_SHOWN;' >"$work/firmware/reader/shown.c"
sh "$here/check_strings.sh" "$work" >/dev/null || { echo "complains of what is shown"; exit 1; }
echo 'SHOWN_NOT = never' >>"$work/assets/strings/english.strings"
if sh "$here/check_strings.sh" "$work" >/dev/null; then
    echo "does not find what is shown nowhere"
    exit 1
fi
