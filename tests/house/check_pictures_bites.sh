#!/bin/sh
# check_pictures_bites.sh - plants references and sees that those to nothing are found.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/docs"
echo picture >"$tree/docs/there.png"
failed=0
plant() {
    printf '%s\n' "$1" >"$tree/docs/text.md"
    if sh "$here/check_pictures.sh" "$tree" >/dev/null; then
        [ "$2" = clean ] || { echo "not found: $1"; failed=1; }
    else
        [ "$2" = found ] || { echo "wrongly found: $1"; failed=1; }
    fi
}
plant '![a page](there.png) and [a text](text.md#here), [elsewhere](https''://example.org/a.png)' clean
plant '<img src="there.png" width="240" alt="a page"> <img src="../docs/there.png">' clean
# shellcheck disable=SC2016 # the marks of code, not a command
plant '`![x](none.png)` shows a picture' clean
plant '![a page](none.png)' found
plant '![a page](there.png) ![another](none.png "title")' found
plant '<img src="there.png"> <img width="240" src="none.png">' found
plant 'see [the text](none.md#here)' found
exit $failed
