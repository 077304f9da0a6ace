#!/bin/sh
# check_addresses_bites.sh - plants an address and a path and sees that they are found.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
plant() {
    printf '%s\n' "$1" >"$tree/file.txt"
    if sh "$here/check_addresses.sh" "$tree" >/dev/null; then
        [ "$2" = clean ] || { echo "not found: $1"; failed=1; }
    else
        [ "$2" = found ] || { echo "wrongly found: $1"; failed=1; }
    fi
}
plant 'nothing here but ../shared/articles and a/home/table' clean
plant 'see http'"://www.w3.org/1999/xhtml" clean
plant 'deb http'"://mirror.example.org/debian stable main" found
plant 'from registry'".example.com take" found
plant 'cd /ho'"me/somebody" found
plant 'in "/wo'"rk/tree\"" found
exit $failed
