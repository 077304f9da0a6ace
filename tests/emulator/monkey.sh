#!/bin/sh
# monkey.sh - the monkey on one board or several, with two cards: the sample editions with texts in
# folders, and what is damaged, lies or wants to be too much.
#
# usage: monkey.sh MONKEY MAKE_BAD CARD ARTICLES_FOLDER WORK_FOLDER keys N [SEED] BOARD...
#        monkey.sh MONKEY MAKE_BAD CARD ARTICLES_FOLDER WORK_FOLDER seconds T [SEED] BOARD...
# Without a number as SEED: one after the clock.
set -eu
monkey=$1 make_bad=$2 card=$3 articles=$4 work=$5 limit=$6 many=$7
shift 7
case ${1:-} in
[0-9]*)
    seed=$1
    shift
    ;;
*) seed=$(($(date +%s) % 1000000)) ;;
esac
rm -rf "$work"
mkdir -p "$work/good/texts/more" "$work/bad"
cp "$card"/*.epub "$work/good"
cp "$articles"/*.txt "$work/good/texts"
cp "$(find "$articles" -name '*.txt' | sort | head -n 1)" "$work/good/texts/more"
"$make_bad" "$work/bad" >/dev/null
failed=0
for board in "$@"; do
    "$monkey" --seed "$seed" "--$limit" "$many" --board "$board" --log "$work/$board.keys" \
        "$work/good" "$work/bad" || {
        echo "FAILED: again with: $monkey --board $board --keys-from $work/$board.keys $work/good $work/bad"
        failed=1
    }
    seed=$((seed + 1))
done
exit "$failed"
