#!/bin/sh
# window.sh - the window shows what the headless runner shows, keys pressed while the panel is
# busy are neither lost nor doubled, and without a display the pages come as pictures.
#
# usage: window.sh KAGOJ_EMULATOR ARTICLES_FOLDER WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 articles=$2 work=$3
. "$(dirname "$0")/checks.sh"
article=$articles/05-chhapakhana.txt
skipped=

# Without a display: all pages, and where they are.
run straight 'next*100' "$article"
env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER "$emulator" "$article" >none.out 2>none.err ||
    fail "without a display: exit code $?"
grep -q 'no window: ' none.err || fail 'does not say that there is no window'
pages=$(field straight pages | tail -1)
grep -q "kagoj-pages/" none.err || fail 'does not say where the pictures are'
is 'pictures without a display' "$(find kagoj-pages -name '*.png' | wc -l | tr -d ' ')" "$((pages + 1))"
same kagoj-pages/000-start.png straight/000-start.png
same kagoj-pages/001-next.png straight/001-next.png

if grep -q 'built without SDL2' none.err; then
    skipped='built without SDL2'
elif ! command -v Xvfb >/dev/null 2>&1; then
    skipped='no Xvfb to open a window on'
fi
if [ "$skipped" ]; then
    echo "the window was not tried: $skipped"
    [ "$failed" -ne 0 ] || exit 77
    exit 1
fi

mkfifo display
Xvfb -displayfd 3 -screen 0 1100x1000x24 -nolisten tcp 3>display >xvfb.log 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r number <display
export DISPLAY=":$number"
unset WAYLAND_DISPLAY

# Single keys wait for the panel, a group is typed while it is busy, the held ones are held.
keys='next next [next prev next] prev skip select [menu] back prev home wait:700 next [next*7] sleep home'
run headless "$keys" "$article"
timeout 120 "$emulator" --keys "$keys" --shots window --report window.json "$article" \
    >window.out 2>window.err || fail "window: exit code $?: $(head -c 300 window.err)"
no_protocol_errors window
for what in key page refresh shot; do
    is "window: $what" "$(field window "$what" | tr '\n' ' ')" "$(field headless "$what" | tr '\n' ' ')"
done
for shot in headless/*.png; do
    same "$shot" "window/$(basename "$shot")"
done
exit "$failed"
