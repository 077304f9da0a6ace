#!/bin/sh
# check_format.sh - clang-format has nothing to change. The sources are formatted by version 14;
# another version may see a few things otherwise, which then counts as skipped.
set -eu
cd "$(dirname "$0")/../.."
command -v clang-format >/dev/null || { echo "clang-format is not installed"; exit 77; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
find firmware board fonts tests assets -type f \( -name '*.[ch]' -o -name '*.cc' \) -print0 |
    xargs -0 clang-format --dry-run -Werror 2>"$log" && exit 0
echo "lines that clang-format would change, by file:"
sed -n 's/^\([^:]*\):.*: error: .*/\1/p' "$log" | sort | uniq -c
grep -v -e 'clang-format-violations' -e '^ ' "$log" | head -n 5
version=$(clang-format --version | sed 's/.*version \([0-9]*\).*/\1/')
[ "$version" = 14 ] || { echo "clang-format $version disagrees, the sources follow 14"; exit 77; }
exit 1
