#!/bin/sh
# state.sh - the words of a script that are no keys, keys that wait while the panel is busy, the
# flash in a file, and power that is cut.
#
# usage: state.sh KAGOJ_EMULATOR ARTICLES_FOLDER WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 articles=$2 work=$3
. "$(dirname "$0")/checks.sh"
article=$articles/08-khoborer-nouka.txt

# Keys pressed while the panel is busy: all of them count, in one update.
run one 'next next next prev' "$article"
run group '[next*3 prev]' "$article"
values group key start keys
values group queued 0 4
is 'page after a group' "$(field group page | tail -1)" "$(field one page | tail -1)"
is 'refreshes of a group' "$(grep -o '"refreshes": [0-9]*' group.json)" '"refreshes": 2'
run sixteen '[next*16]' "$article"
values sixteen queued 0 16
is 'page after sixteen' "$(field sixteen page | tail -1)" 17
no_protocol_errors group
no_protocol_errors sixteen

# One more than the queue holds is dropped, and said.
got=0
"$emulator" --headless --keys '[next*17]' --report many.json "$article" >many.out 2>many.err || got=$?
is 'seventeen keys: exit code' "$got" 0
is 'seventeen keys: said' "$(grep -c 'one is dropped' many.err)" 1
is 'page after seventeen' "$(field many page | tail -1)" 17

# A step that changes nothing is a turn, too.
run odd 'eject insert wait:1500 battery:60' "$article"
values odd key start eject insert wait battery
values odd refresh clean none none none none
is 'a wait takes its time' "$(field odd total_ms | sed -n 4p)" 1500.0
no_protocol_errors odd

# Sleep by itself, and at once; asleep, a minute costs next to nothing.
run asleep 'next sleep wait:60000 next' "$article"
values asleep sleeps false false true true false
is 'page after sleep' "$(field asleep page | tail -1)" 2
field asleep mj | sed -n 4p | awk '{ exit !($1 < 500) }' || fail 'sleep costs too much'
no_protocol_errors asleep
run alone 'next wait:7200000 next' "$article"
values alone sleeps false false true false
no_protocol_errors alone

# The file is a flash of 64 KB from the first moment on. Its first start begins with a welcome.
run kept 'select next*3' --state state.flash "$article"
is 'bytes of the file' "$(wc -c <state.flash | tr -d ' ')" 65536
run again '' --state state.flash "$article"
is 'the place is kept' "$(field again page | tail -1)" 4
run settled 'next' --state state.flash "$article"
is 'the place goes on' "$(field settled page | tail -1)" 5

# refused WHAT ARGUMENTS...: exit code 1 and one line
refused() {
    what=$1 got=0
    shift
    "$emulator" --headless "$@" "$article" >refused.out 2>refused.err || got=$?
    is "$what: exit code" "$got" 1
    is "$what: lines" "$(wc -l <refused.err | tr -d ' ')" 1
}
echo letter >letter.txt
refused 'a letter as state' --state letter.txt
is 'the letter' "$(cat letter.txt)" letter
refused 'a folder as state' --state .
refused 'state that is nowhere' --state nowhere/state.flash

# Power is cut at each operation of a short session: the emulator ends well and says so, and the
# next one starts from the file without a complaint.
cut=1
while [ "$cut" -le 200 ]; do
    rm -f cut.flash
    got=0
    "$emulator" --headless --keys 'back next next power next menu down down right back next' --state cut.flash --cut "$cut" --report cut.json \
        "$article" >cut.out 2>cut.err || got=$?
    is "cut $cut: exit code" "$got" 0
    grep -q 'the power was cut' cut.err || break
    is "cut $cut: lines" "$(wc -l <cut.err | tr -d ' ')" 1
    run after '' --state cut.flash "$article"
    values after notice none
    no_protocol_errors after
    page=$(field after page)
    case $page in [1-9]) ;; *) fail "cut $cut: page $page" ;; esac
    cut=$((cut + 1))
done
grep -q "was not cut: $((cut - 1)) flash operations" cut.err || fail "after $((cut - 1)) cuts: $(cat cut.err)"
[ "$cut" -gt 4 ] || fail "only $((cut - 1)) flash operations"
exit "$failed"
