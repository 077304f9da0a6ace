#!/bin/sh
# fetch.sh - brings the third-party sources named in `pins` into build/vendor/src/NAME-VERSION.
#
# Each tarball is looked for in the cache, then in the folder KAGOJ_SOURCES, then on the Debian
# mirrors that this machine's own apt is set to (no host name stands in this repository), and is
# accepted only with the pinned SHA-256. Called by `kagoj fetch` and by CMake; needs no compiler, but
# for a .deb its companion `ar`.
#
#   fetch.sh [FOLDER]      FOLDER: where to unpack, default build/vendor/src of this repository
#   KAGOJ_SOURCES=folder   a folder with the tarballs, Debian's or upstream's
#   KAGOJ_CACHE=folder     where downloads are kept, default ~/.cache/kagoj
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
pins=$here/pins
dest=${1:-$root/build/vendor/src}
cache=${KAGOJ_CACHE:-${HOME:-}/.cache/kagoj}
# A user without a home still can build.
mkdir -p "$cache/sources" 2>/dev/null && [ -w "$cache/sources" ] || cache=$root/build/cache
store=$cache/sources
# Where the machine's apt keeps its settings; another place only for the test of the parser.
apt_etc=${KAGOJ_APT_ETC:-/etc/apt}

say() { printf 'kagoj: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
sha256_of() { sha256sum "$1" | cut -d' ' -f1; }
has_sha256() { [ -f "$1" ] && [ "$(sha256_of "$1")" = "$2" ]; }

# Addresses of the machine's package archives, both styles of apt's sources, Debian's own first.
mirrors() {
    set +f # called in a substitution only, so the caller keeps its own setting
    for list in "$apt_etc"/sources.list.d/*.sources; do
        [ -f "$list" ] && { cat "$list"; echo; }
    done 2>/dev/null | awk '
        function flush() { if (on) printf "%s", uris; uris = ""; on = 1; key = "" }
        BEGIN { on = 1 }
        /^[ \t]*#/ { next }
        /^[ \t]*$/ { flush(); next }
        /^[^ \t]/ { key = tolower($0); sub(/:.*/, "", key); sub(/^[^:]*:/, "") }
        key == "enabled" && tolower($1) ~ /^(no|false|0|off|disable)/ { on = 0 }
        key == "uris" { for (i = 1; i <= NF; i++) uris = uris $i "\n" }
        END { flush() }' >"$scratch/uris"
    for list in "$apt_etc"/sources.list "$apt_etc"/sources.list.d/*.list; do
        [ -f "$list" ] && sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}[[:space:]]\{1,\}\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\3/p' "$list"
    done >>"$scratch/uris"
    sed 's#/*$##' "$scratch/uris" | awk '
        !/^(https?|file|mirror|ftp|copy|tor)[a-z+]*:/ || seen[$0]++ { next }
        /debian$/ { print; next }
        { later = later $0 "\n" }
        END { printf "%s", later }'
}

# download URI FILE SHA256: through apt first, since only apt knows the machine's proxy settings.
download() {
    user=
    [ "$(id -u)" != 0 ] || user='APT::Sandbox::User=root'
    if [ -x /usr/lib/apt/apt-helper ]; then
        /usr/lib/apt/apt-helper -o "${user:-APT::Color=0}" -o Acquire::Retries=2 \
            download-file "$1" "$2" "SHA256:$3" >"$scratch/log" 2>&1 && has_sha256 "$2" "$3" && return 0
    fi
    case $1 in
    file:*) cp "${1#file:}" "$2" 2>"$scratch/log" || return 1 ;;
    http*)
        curl -fsSL --retry 2 --connect-timeout 20 -o "$2" "$1" 2>>"$scratch/log" ||
            wget -q -T 20 -t 2 -O "$2" "$1" 2>>"$scratch/log" || return 1
        ;;
    *) return 1 ;;
    esac
    has_sha256 "$2" "$3" || { say "$1: wrong SHA-256, not used"; return 1; }
}

# The last resort: an apt configuration of our own (its own lists and cache, the machine's mirror)
# asks where the archive keeps package $1's file now: a source package's tarball, or where the pinned
# file $2 is a .deb, that.
ask_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    own=$cache/apt
    mkdir -p "$own/lists/partial" "$own/archives/partial"
    base=$(mirrors | sed -n '/debian$/p' | head -n 1)
    [ -n "$base" ] || return 1
    kind=deb-src
    case $2 in *.deb) kind=deb ;; esac
    echo "$kind $base trixie main" >"$own/sources.list"
    set -- "$1" -o "Dir::Etc::sourcelist=$own/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o "Dir::State::lists=$own/lists" -o "Dir::Cache=$own" -o "Dir::Cache::archives=$own/archives"
    package=$1
    shift
    [ "$(id -u)" != 0 ] || set -- "$@" -o APT::Sandbox::User=root
    say "asking apt (lists of its own, in $own) for the package $package"
    apt-get "$@" update >"$scratch/log" 2>&1 || return 1
    if [ "$kind" = deb ]; then
        apt-get "$@" --print-uris download "$package" 2>"$scratch/log" |
            sed -n "s/^'\([^']*\.deb\)'.*/\1/p" | head -n 1
        return
    fi
    apt-get "$@" --print-uris --only-source source "$package" 2>"$scratch/log" |
        sed -n "s/^'\([^']*\.orig\.tar\.[a-z0-9]*\)'.*/\1/p" | head -n 1
}

# Looks in KAGOJ_SOURCES for any tarball of part $1; copies the good one to the cache, prints its name.
from_folder() {
    awk -v n="$1" '$1 == "file" && $2 == n { print $3, $5 }' "$pins" | while read -r file sum; do
        [ -f "$KAGOJ_SOURCES/$file" ] || continue
        found=$(sha256_of "$KAGOJ_SOURCES/$file")
        if [ "$found" = "$sum" ]; then
            cp "$KAGOJ_SOURCES/$file" "$store/$file.$$" && mv "$store/$file.$$" "$store/$file"
            echo "$file"
            break
        fi
        say "$KAGOJ_SOURCES/$file: SHA-256 is $found, the pin is $sum; not used." \
            "(Debian repacks some tarballs: its file and upstream's of one name are not the same bytes.)"
    done
}

from_network() {
    place=$(awk -v n="$1" '$1 == "file" && $2 == n && $4 != "-" { print $3, $4, $5; exit }' "$pins")
    file=${place%% *} sum=${place##* } folder=${place#* }
    folder=${folder% *}
    say "downloading $file"
    for mirror in $(mirrors); do
        if download "$mirror/pool/main/$folder/$file" "$scratch/$file" "$sum"; then
            mv "$scratch/$file" "$store/$file"
            echo "$file"
            return 0
        fi
    done
    package=$(awk -v n="$1" '$1 == "deb" && $2 == n { print $3; exit }' "$pins")
    uri=$(ask_apt "$package" "$file") || uri=
    if [ -n "$uri" ] && download "$uri" "$scratch/$file" "$sum"; then
        mv "$scratch/$file" "$store/$file"
        echo "$file"
        return 0
    fi
    sed 's/^/    /' "$scratch/log" >&2 2>/dev/null || true
    return 1
}

# Prints the name of a good tarball of part $1 in the cache, fetching it where needed.
obtain() {
    awk -v n="$1" '$1 == "file" && $2 == n { print $3, $5 }' "$pins" >"$scratch/files"
    while read -r file sum; do
        if has_sha256 "$store/$file" "$sum"; then
            echo "$file"
            return 0
        fi
    done <"$scratch/files"
    if [ -n "${KAGOJ_SOURCES:-}" ]; then
        file=$(from_folder "$1")
        [ -z "$file" ] || { echo "$file"; return 0; }
    fi
    from_network "$1"
}

# extract TAR STRIP PATTERN...: what matches, less its first STRIP folders, into $scratch/$name.
extract() {
    from=$1 strip=$2
    shift 2
    tar -xf "$from" -C "$scratch/$name" --strip-components="$strip" --no-same-owner \
        --wildcards --no-wildcards-match-slash "$@"
}

# extract_deb PATTERN...: the same of a "-source" package, which has the tree of an upstream tarball
# under ./usr/src or ./usr/share. A .deb is an ar archive of tarballs, so that dpkg is not needed.
extract_deb() {
    data=$(ar t "$store/$file" | grep '^data\.tar') || die "$file: no data in it"
    ar p "$store/$file" "$data" >"$scratch/$data"
    for pattern; do
        set -- "$@" "./usr/*/$pattern"
        shift
    done
    extract "$scratch/$data" 4 "$@"
    rm -f "$scratch/$data"
}

# unpack NAME VERSION PATTERN...: a finished folder appears in one step, so that two builds that
# start together cannot see half of one.
unpack() {
    target=$dest/$1-$2 name=$1 version=$2
    shift 2
    stamp=$(awk -v n="$name" '$1 != "deb" && $2 == n' "$pins" | sha256sum | cut -d' ' -f1)
    [ "$(cat "$target/.pins" 2>/dev/null)" != "$stamp" ] || return 0
    file=$(obtain "$name") || die "$name $version could not be had. Set KAGOJ_SOURCES to a folder with one of:
$(awk -v n="$name" '$1 == "file" && $2 == n { print "    " $3 "  SHA-256 " $5 }' "$pins")"
    say "unpacking $file"
    mkdir -p "$scratch/$name"
    case $file in
    *.deb) extract_deb "$@" ;;
    *) extract "$store/$file" 1 "$@" ;;
    esac
    printf '%s\n' "$stamp" >"$scratch/$name/.pins"
    rm -rf "$target"
    mv "$scratch/$name" "$target" 2>/dev/null || [ -f "$target/.pins" ] || die "cannot write $target"
}

mkdir -p "$dest" "$store" || die "cannot write $dest or $store"
scratch=$(mktemp -d "$dest/.fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
set -f
grep '^part ' "$pins" >"$scratch/parts"
while read -r _ name version members <&3; do
    # shellcheck disable=SC2086 # a list of patterns, globbing is off
    unpack "$name" "$version" $members
done 3<"$scratch/parts"
