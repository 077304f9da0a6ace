#!/bin/sh
# debian.sh - the EPUBs of Debian's packages: each opens, lists and is read from its first to its
# last block with nothing in the log; its articles together are its spine, no more and no less; and
# where python3 is there, its words are those that Python's parser finds in the spine.
#
# usage: debian.sh READ_EDITION FOLDER [BOOKS]: the first so many alone
set -eu
read_edition=$1
out=$2
books=${3:-99}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"

epubs() {
    for epub in /usr/share/developers-reference/developers-reference.epub \
        /usr/share/doc/debian-policy/policy.epub \
        /usr/share/doc/debmake-doc/debmake-doc.en.epub /usr/share/doc/debmake-doc/debmake-doc.ja.epub; do
        [ ! -f "$epub" ] || echo "$epub"
    done
}

# Text without the titles of the entries, white space and the marks that lists put in.
bare() {
    grep -v '^@ ' "$1" | sed 's/^[0-9]\{1,3\}\. //; s/^[a-zA-Z]\. //' | tr -d ' \n\t'
}

count=0 bad=0
for epub in $(epubs | head -n "$books"); do
    name=$(basename "$epub" .epub)
    count=$((count + 1))
    if ! "$read_edition" "$epub" >"$out/$name.txt" 2>"$out/$name.log" ||
        ! "$read_edition" --spine "$epub" >"$out/$name.spine.txt" 2>>"$out/$name.log"; then
        echo "$name: failed"
        cat "$out/$name.log"
        bad=1
        continue
    fi
    # debmake-doc's package document names a cover in a folder that is not there.
    if grep '^log: ' "$out/$name.log" | grep -v 'xslt/debian-openlogo.png: the cover, but not'; then
        echo "$name: something is in the log"
        bad=1
    fi
    bare "$out/$name.txt" >"$out/$name.bare"
    bare "$out/$name.spine.txt" >"$out/$name.spine.bare"
    if ! cmp "$out/$name.bare" "$out/$name.spine.bare"; then
        echo "$name: the articles are not the spine"
        bad=1
    fi
    if command -v python3 >/dev/null 2>&1; then
        python3 "$here/words.py" "$epub" "$out/$name.txt" || bad=1
    fi
    echo "$name: $(grep -c '^@ ' "$out/$name.txt") entries, $(wc -c <"$out/$name.txt") bytes," \
        "$(sed -n 's/.*heap peak/heap peak/p' "$out/$name.log" | head -n 1)"
done
if [ "$count" = 0 ]; then
    echo "skipped: no EPUB of debian-policy, developers-reference or debmake-doc is here"
fi
exit "$bad"
