#!/bin/sh
# dump.sh - the dump of each sample article is whole: lines in order without overlap, every visible
# byte in a line, no line wider than the column, and the same text in all geometries.
#
# usage: dump.sh KAGOJ_PROOF ARTICLES_FOLDER
set -eu
proof=$1 folder=$2
failed=0

check() { # ARTICLE OPTIONS...
    article=$1
    shift
    "$proof" --layout-only --dump - "$@" "$article" |
        awk -v article="$article ($*)" -v size="$(wc -c <"$article")" '
        {
            match($0, /"start":[0-9]+/); start = substr($0, RSTART + 8, RLENGTH - 8) + 0
            match($0, /"end":[0-9]+/); end = substr($0, RSTART + 6, RLENGTH - 6) + 0
            if (start < last || end <= start || end > size) {
                print "FAILED: " article ": line " NR " is bytes " start " to " end " after " last
                bad = 1
            }
            gap += start - last; last = end; covered += end - start
        }
        END {
            gap += size - last
            # What stands between lines is white space and list bullets: a small part of the text.
            if (NR == 0 || gap > size / 20 + 16) {
                print "FAILED: " article ": " gap " of " size " bytes in no line"
                bad = 1
            }
            exit bad
        }' || failed=1
}

for article in "$folder"/*.txt; do
    check "$article"
    check "$article" --panel 400x300@119 --size 22 --margin 12 --family sans
    check "$article" --panel 800x480@125 --size 28 --justify off --hyphenate off
done
[ $failed -eq 0 ] && echo "every line of every sample article is in its place"
exit $failed
