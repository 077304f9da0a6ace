#!/bin/sh
# check_pictures.sh - each picture and each file that a text of the repository refers to is there.
#
# usage: check_pictures.sh [ROOT]
set -eu
cd "${1:-$(dirname "$0")/../..}"
missing=$(mktemp)
trap 'rm -f "$missing"' EXIT

# "FILE TARGET" for each link to a file and each picture of the texts; without anchors and addresses; what is shown as
# code refers to nothing.
targets() {
    find . -name '*.md' ! -path './build/*' ! -path './assets/editions/*/*' ! -path './.git/*' | sort |
        while read -r text; do
            awk '/^ *```/ { code = !code; next } !code { gsub(/`[^`]*`/, ""); print }' "$text" |
                grep -o '](\([^)]*\))\|src="[^"]*"' | sed 's/^](//; s/^src="//; s/[)"].*//; s/ .*//; s/#.*//' |
                grep -v -e '^$' -e '^[a-z]*:' | sed "s|^|$text |" || :
        done
}

targets | while read -r text target; do
    [ -e "$(dirname "$text")/$target" ] || echo "$text: $target is not there"
done >"$missing"
[ ! -s "$missing" ] || { cat "$missing"; exit 1; }
