# checks.sh - what the scripts of this folder share; sourced, with $emulator and $work set.
# shellcheck shell=sh disable=SC2154,SC2034

rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
failed=0

fail() {
    echo "FAILED: $*"
    failed=1
}

# run NAME KEYS ARGUMENTS...: a headless session; pictures in NAME/, report in NAME.json
run() {
    run_name=$1 run_keys=$2
    shift 2
    "$emulator" --headless --keys "$run_keys" --shots "$run_name" --report "$run_name.json" "$@" \
        >"$run_name.out" 2>"$run_name.err" ||
        fail "$run_name: exit code $?: $(head -c 300 "$run_name.err")"
    [ ! -s "$run_name.err" ] || fail "$run_name: said $(head -c 300 "$run_name.err")"
}

# field NAME FIELD: its value for each key of the report, one a line
field() {
    sed -n '/"keys": \[/,/^  \],/p' "$1.json" | grep -o "\"$2\": [^,}]*" | sed 's/^[^:]*: //; s/"//g'
}

# is WHAT VALUE EXPECTED
is() { [ "$2" = "$3" ] || fail "$1: $2, expected $3"; }

# values NAME FIELD EXPECTED...: the field of all keys in order
values() {
    values_name=$1 values_field=$2
    shift 2
    is "$values_name: $values_field" "$(field "$values_name" "$values_field" | tr '\n' ' ')" "$* "
}

same() { cmp -s "$1" "$2" || fail "$1 and $2 are not the same picture"; }
different() { ! cmp -s "$1" "$2" || fail "$1 and $2 are the same picture"; }

no_protocol_errors() {
    grep -q '"protocol_errors": \[\]' "$1.json" || fail "$1: protocol errors"
    grep -q '"failed_updates": 0' "$1.json" || fail "$1: failed updates"
}

# Peaks within the sizes, and the device-independent ones within the RP2040's budget.
within_budget() {
    sed -n 's/^ *"\([a-z]*\)": {"size": \([0-9]*\), "peak": \([0-9]*\)}.*/\1 \2 \3/p' "$1.json" |
        awk '
            BEGIN { most["glyphs"] = 20480; most["runs"] = 16384; most["list"] = 10240; most["boot"] = 512; most["article"] = 28672; most["edition"] = 6656 }
            { seen++ }
            $3 > $2 || ($3 == 0 && $1 != "edition" && $1 != "scratch" && $1 != "picture") { print $1 ": peak " $3 " of " $2; bad = 1 }
            $1 in most && $2 > most[$1] { print $1 ": size " $2 ", budget " most[$1]; bad = 1 }
            END { if (seen != 10) { print seen " marks, not 10"; bad = 1 } exit bad }' ||
        fail "$1: memory"
}
