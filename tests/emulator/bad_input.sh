#!/bin/sh
# bad_input.sh - files that are not what they should be: what the panel shows, what is said, the
# exit code; and odd ones that must work.
#
# usage: bad_input.sh KAGOJ_EMULATOR ARTICLES_FOLDER WORK_FOLDER [DIVISOR]: of the largest file and its pages
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 articles=$2 work=$3 divisor=${4:-1}
. "$(dirname "$0")/checks.sh"

# refuses NOTICE PATTERN PATH: exit code 1, a message with the path, that notice on the panel
refuses() {
    name=$(basename "$3") got=0
    "$emulator" --headless --keys 'next prev select home' --shots "$name.shots" \
        --report "$name.json" "$3" >"$name.out" 2>"$name.err" || got=$?
    is "$3: exit code" "$got" 1
    grep -q -- "^kagoj-emulator: $3: .*$2" "$name.err" ||
        fail "$3: said \"$(head -c 300 "$name.err")\", expected $2"
    values "$name" notice "$1" "$1" "$1" "$1" "$1"
    values "$name" refresh clean none none none none
    grep -q '"protocol_errors": \[\]' "$name.json" || fail "$3: protocol errors"
    [ "$(wc -c <"$name.shots/000-start.png")" -gt 3000 ] || fail "$3: an empty page for a notice"
}

# shows PAGES PATH KEYS: exit code 0, at least so many pages, no notice
shows() {
    name=$(basename "$2" .txt)
    run "$name" "$3" "$2"
    no_protocol_errors "$name"
    within_budget "$name"
    ! field "$name" notice | grep -qv '^none$' || fail "$2: a notice"
    [ "$(field "$name" page | sort -n | tail -1)" -ge "$1" ] || fail "$2: too few pages"
}

refuses missing 'no such file' missing.txt
: >empty.txt
refuses empty 'is empty' empty.txt
printf '\n \r\n\t\n' >blank.txt
refuses empty 'is empty' blank.txt
printf '\377\376\225\011\005\011' >utf16.txt
refuses not-text 'not UTF-8' utf16.txt
head -c 5000 "$emulator" >binary.txt
refuses not-text 'not UTF-8' binary.txt
mkdir -p no-articles card/folder.txt
refuses no-articles 'no .epub or .txt file' no-articles
mkfifo pipe.txt
refuses folder 'directory or a device' pipe.txt

# A folder that is named like an article is a folder: it stands behind the articles.
cp "$articles/07-ghonta.txt" card/a.txt
cp "$articles/07-ghonta.txt" card/folder.txt/inner.txt
cp "$articles/07-ghonta.txt" card/z.txt
run card 'down select' card
values card shown 7 7 0 # three files and the four ways elsewhere
is 'article before the folder' "$(field card name | tail -1)" z.txt

# A file that may not be read (root reads everything).
if [ "$(id -u)" -ne 0 ]; then
    cp card/a.txt locked.txt
    chmod 000 locked.txt
    refuses unreadable 'cannot be read' locked.txt
fi

# What is odd but has text in it is shown.
printf '\357\273\277শিরোনাম\r\n\r\nঅনু\377চ্ছেদ \340\246 এক \355\240\200।\r\nদু\000ই\r\n' >malformed.txt
shows 1 malformed.txt 'next prev'
head -c 1000000 /dev/zero | tr '\000' 'x' >long-line.txt
shows 5 long-line.txt 'next*5 prev*3 home'
awk 'BEGIN { printf "শিরোনাম\n\n"; for (i = 0; i < 48000; i++) printf "বিদ্যুৎ" }' >long-word.txt
shows 5 long-word.txt 'next*5 prev*3 home'
cat "$articles"/*.txt >unit
while [ "$(wc -c <unit)" -lt $((20000000 / divisor)) ]; do
    cat unit unit >twice
    mv twice unit
done
mv unit huge.txt
pages=$((150 / divisor))
shows "$pages" huge.txt "next*$pages prev*$((40 / divisor)) home"
rm -f huge.txt long-line.txt long-word.txt

# Command lines.
refused() {
    got=0
    "$emulator" "$@" >usage.out 2>usage.err || got=$?
    is "$*: exit code" "$got" 2
    grep -q '^kagoj-emulator: ' usage.err || fail "$*: no message"
}
refused
refused --board nonesuch a.txt
refused --keys 'next jump' card/a.txt
refused --keys 'next*0' card/a.txt
refused --size 200 card/a.txt
refused --size 48 --margin 200 card/a.txt
refused --rotate 45 card/a.txt
refused --nonsense card/a.txt
refused --board
refused card/a.txt card/z.txt
"$emulator" --help >help.out 2>help.err || fail "--help: exit code $?"
grep -q '^usage: kagoj-emulator' help.out || fail '--help says nothing'

# Where nothing can be written.
: >in-the-way
got=0
"$emulator" --headless --shots in-the-way/shots card/a.txt 2>shots.err || got=$?
is 'no folder for pictures: exit code' "$got" 1
grep -q 'in-the-way/shots' shots.err || fail "no folder for pictures: $(cat shots.err)"
got=0
"$emulator" --headless --report in-the-way/report card/a.txt 2>report.err || got=$?
is 'no report: exit code' "$got" 1
grep -q 'in-the-way/report' report.err || fail "no report: $(cat report.err)"
exit "$failed"
