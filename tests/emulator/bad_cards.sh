#!/bin/sh
# bad_cards.sh - card images whose tables are damaged: chains that loop, cross or lead nowhere, a
# table of zeros, a card that ends in the middle. What can be read is, the rest has a notice, nothing
# hangs.
#
# usage: bad_cards.sh KAGOJ_EMULATOR MAKE_EDITION WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 make_edition=$2 work=$3
PATH=$PATH:/usr/sbin:/sbin
for tool in mkfs.fat mcopy mshowfat; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 0; }
done
. "$(dirname "$0")/checks.sh"
LC_ALL=C.UTF-8 MTOOLS_SKIP_CHECK=1
export LC_ALL MTOOLS_SKIP_CHECK

# The card: an edition, texts, a folder of more entries than a cluster holds. It stands last in the list.
mkdir -p tree/ফোল্ডার
"$make_edition" tree/কাগজ.epub stored 6 20000
text() { awk -v n="$1" -v w="$2" 'BEGIN { print w "\n"; for (i = 0; i < n; i++) print "অনুচ্ছেদ " i ": নদীর চরে আজ সকালে কুয়াশা ছিল, " w "।\n" }'; }
text 2 প্রথম >tree/ক.txt
text 160 দ্বিতীয় >tree/খ.txt
text 2 তৃতীয় >tree/গ.txt
for i in 1 2 3 4 5 6 7 8; do
    text 2 "আরেক $i" >"tree/শেষের একটি লেখা $i.txt"
    text 2 "ভেতরের $i" >"tree/ফোল্ডার/ভেতরের একটি লেখা $i.txt"
done
mkfs.fat -F 16 -s 1 -C whole.img 8000 >/dev/null
mcopy -s -i whole.img tree/* ::

# number OFFSET BYTES: of the image
number() { od -An -t "u$2" -j "$1" -N "$2" --endian=little whole.img | tr -d ' '; }
reserved=$(number 14 2) tables=$(number 16 1) table=$(number 22 2)

# link CLUSTER NEXT: in both tables of $image
link() {
    for i in $(seq 0 $((tables - 1))); do
        # shellcheck disable=SC2059 # the format is the bytes
        printf "$(printf '\\%03o\\%03o' $(($2 % 256)) $(($2 / 256)))" |
            dd of="$image" bs=1 seek=$(((reserved + i * table) * 512 + 2 * $1)) conv=notrunc status=none
    done
}

# The first, last and a middle cluster of a file; only the middle needs one in one piece.
clusters() { mshowfat -i whole.img "::$1" | grep -o '<[-0-9]*>' | tr -d '<>' | tr '-' '\n'; }
first() { clusters "$1" | head -n 1; }
last() { clusters "$1" | tail -n 1; }
middle() { echo $((($(first "$1") + $(last "$1")) / 2)); }

# read_card NAME: everything on the card is opened and read on for some pages: the edition, the texts,
# and of the folder its list.
read_card() {
    keys="home select select next*14 prev*2 back back"
    for i in $(seq 12); do keys="$keys down select next*14 prev*2 back"; done
    got=0
    timeout 120 "$emulator" --headless --board waveshare-7in5 --keys "$keys" --report "$1.json" "$image" \
        >"$1.out" 2>"$1.err" || got=$?
    [ "$got" -le 1 ] || fail "$1: exit code $got"
    no_protocol_errors "$1"
    within_budget "$1"
    field "$1" name >names
    field "$1" notice >notices
    paste -d ' ' notices names | grep . | sort | uniq -c >"$1.seen"
}

# was NAME NOTICE FILE: that notice for that file, and it is named
was() {
    grep -q " $2 $3\$" "$1.seen" || fail "$1: $3 has not $2: $(cat "$1.seen")"
    [ "$2" = none ] || grep -q "^kagoj-emulator: $image: $3: " "$1.err" || fail "$1: no word of $3"
}
# all_of NAME FILE: read without a notice
all_of() {
    was "$1" none "$2"
    ! grep " $2\$" "$1.seen" | grep -qv ' none ' || fail "$1: $2: $(grep " $2\$" "$1.seen")"
}
others() { for other in "$@"; do all_of "$name" "$other"; done; }

# damaged NAME: a copy of the whole image, to be damaged
damaged() {
    name=$1 image=$1.img
    cp whole.img "$image"
}

name=whole
image=whole.img
read_card whole
others কাগজ.epub ক.txt খ.txt গ.txt 'শেষের একটি লেখা 1.txt' 'শেষের একটি লেখা 8.txt'

# Each: what is damaged has its notice once it is met, the rest is read.
last='শেষের একটি লেখা'
damaged file-loop
link "$(middle খ.txt)" "$(first খ.txt)"
read_card "$name"
was "$name" unreadable খ.txt
others কাগজ.epub ক.txt গ.txt "$last 1.txt" "$last 8.txt"

damaged file-out
link "$(middle খ.txt)" 60000
read_card "$name"
was "$name" unreadable খ.txt
others কাগজ.epub ক.txt গ.txt "$last 1.txt" "$last 8.txt"

damaged file-free
link "$(middle খ.txt)" 0
read_card "$name"
was "$name" unreadable খ.txt
others কাগজ.epub ক.txt গ.txt "$last 1.txt" "$last 8.txt"

# Another file's bytes cannot be told from its own, but are no crash.
damaged file-cross
link "$(middle খ.txt)" "$(first কাগজ.epub)"
read_card "$name"
others কাগজ.epub ক.txt গ.txt "$last 1.txt" "$last 8.txt"

damaged edition-loop
link "$(middle কাগজ.epub)" "$(first কাগজ.epub)"
read_card "$name"
was "$name" unreadable কাগজ.epub
others ক.txt খ.txt গ.txt "$last 1.txt" "$last 8.txt"

damaged edition-self
link "$(first কাগজ.epub)" "$(first কাগজ.epub)"
read_card "$name"
was "$name" unreadable কাগজ.epub
others ক.txt খ.txt গ.txt "$last 1.txt" "$last 8.txt"

# A folder that has no end, or goes on in a text: the files outside are read.
damaged folder-loop
link "$(last ফোল্ডার)" "$(first ফোল্ডার)"
read_card "$name"
others কাগজ.epub ক.txt খ.txt গ.txt "$last 8.txt"
damaged folder-cross
link "$(first ফোল্ডার)" "$(first খ.txt)"
read_card "$name"
others কাগজ.epub ক.txt খ.txt গ.txt "$last 8.txt"

# No table at all: what fits in a cluster needs none.
damaged table-gone
dd if=/dev/zero of="$image" bs=512 seek="$reserved" count=$((tables * table)) conv=notrunc status=none
read_card "$name"
was "$name" unreadable খ.txt
was "$name" unreadable কাগজ.epub

# A card that ends in the middle of the volume, or is no volume.
for kib in 20 300; do
    damaged "cut-$kib"
    truncate -s "${kib}K" "$image"
    read_card "$name"
    case $kib in
    20) grep -q ' no-volume ' "$name.seen" || fail "$name: $(cat "$name.seen")" ;;
    300) all_of "$name" ক.txt && was "$name" unreadable গ.txt ;;
    esac
done
damaged no-boot
dd if=/dev/zero of="$image" bs=512 count=1 conv=notrunc status=none
read_card "$name"
grep -q ' no-volume ' "$name.seen" || fail "$name: $(cat "$name.seen")"
grep -q "^kagoj-emulator: $image: no file system" "$name.err" || fail "$name: $(head -c 300 "$name.err")"
exit "$failed"
