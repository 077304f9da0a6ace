# checks.sh - what the scripts of this folder share; sourced, with $press and $work set.
# shellcheck shell=sh disable=SC2154,SC2034

rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
failed=0

fail() {
    echo "FAILED: $*"
    failed=1
}

# exits CODE COMMAND...: the command must end with this code; what it says is in out and err.
exits() {
    wanted=$1 code=0
    shift
    "$@" >out 2>err || code=$?
    [ "$code" = "$wanted" ] || fail "exit code $code, expected $wanted: $*: $(head -c 400 err)"
}

# says WORD FILE: the file (out or err) has this in it.
says() { grep -qF -- "$1" "$2" || fail "$2 does not say \"$1\": $(head -c 400 "$2")"; }

has_entry() { unzip -p "$1" "$2" >entry 2>/dev/null || fail "$1 has no $2"; }

# valid EPUB...: no error of epubcheck, where there is one.
valid() {
    [ -z "${KAGOJ_NO_EPUBCHECK:-}" ] || return 0
    jar=/usr/share/java/epubcheck.jar
    if ! command -v java >/dev/null || [ ! -e "$jar" ]; then
        echo "note: epubcheck is not installed, editions are not validated"
        return
    fi
    for epub; do
        # These options halve the time of a short run.
        java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$epub" >check.log 2>&1 || fail "epubcheck: $(grep -E 'ERROR|FATAL' check.log | head -n 5)"
        ! grep -E '^(ERROR|FATAL|WARNING)' check.log || fail "epubcheck has something to say about $epub"
    done
}
