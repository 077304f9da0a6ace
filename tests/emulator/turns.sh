#!/bin/sh
# turns.sh - the device held in four ways: the reader sees the same page, and no command is wrong.
#
# usage: turns.sh KAGOJ_EMULATOR ARTICLES_FOLDER WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 articles=$2 work=$3
. "$(dirname "$0")/checks.sh"
article=$articles/05-chhapakhana.txt

for board in waveshare-7in5 openbook-c1 xteink-x4; do
    for degrees in 0 90 180 270; do
        run "$board-$degrees" 'next*6 prev power home' --board "$board" --rotate "$degrees" "$article"
        no_protocol_errors "$board-$degrees"
    done
    different "$board-0/000-start.png" "$board-90/000-start.png"
done
# Without a bezel a page is the same upside down, after fast updates too.
for board in waveshare-7in5 openbook-c1; do
    for shot in 000-start 003-next 007-prev 009-home; do
        same "$board-0/$shot.png" "$board-180/$shot.png"
        same "$board-90/$shot.png" "$board-270/$shot.png"
    done
done
exit "$failed"
