#!/bin/sh
# check_addresses.sh - no address of a package registry or mirror and no path of somebody's machine
# stands in the repository: mirrors are read from the machine's own settings when they are needed.
#
# usage: check_addresses.sh [ROOT]
set -eu
cd "${1:-$(dirname "$0")/../..}"
{ git ls-files -co --exclude-standard 2>/dev/null || find . -type f -not -path './build/*' -not -path './.git/*'; } |
    sed 's|^\./||' | grep -v '^tests/house/check_addresses' >"${TMPDIR:-/tmp}/kagoj-files.$$"
trap 'rm -f "${TMPDIR:-/tmp}/kagoj-files.$$"' EXIT

search() {
    tr '\n' '\0' <"${TMPDIR:-/tmp}/kagoj-files.$$" | xargs -0 grep -nIE "$1" /dev/null 2>/dev/null || :
}

# Hosts that serve packages are named by their function: an archive, a registry, a mirror.
hosts='(^|[^a-z0-9.-])(deb|debs|ftp|security|archive|snapshot|mirrors?|registry|packages?|pkg|dl|download|proxy|index|static|crates|npm|pypi)[0-9]?\.([a-z0-9-]+\.)+(org|com|net|io|dev|internal)'
machine='(^|[^A-Za-z0-9_.$}])/(work|root|home|Users)/'
# A link may only lead to a place of documentation, a namespace or a reserved example.
links='https?://[A-Za-z0-9.-]+'
known='https?://(www\.w3\.org|www\.idpf\.org|purl\.org|unicode\.org|www\.unicode\.org|openfontlicense\.org|(www\.)?example\.(org|com|net)|scripts\.sil\.org|ns\.adobe\.com|www\.daisy\.org|calibre\.kovidgoyal\.net)'

found=$({ search "$hosts"; search "$machine"; search "$links" | grep -vE "$known" || :; } | sort -u)
[ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
