#!/bin/sh
# bad_input.sh - what kagoj-proof says and returns for files that are not what they should be.
#
# usage: bad_input.sh KAGOJ_PROOF WORK_FOLDER [DIVISOR]: of the sizes of the large files
set -eu
proof=$1 work=$2 divisor=${3:-1}
rm -rf "$work"
mkdir -p "$work"
cd "$work"
failed=0

# expect CODE PATTERN WHAT ARGUMENTS...: exit code, and a message on standard error that matches
expect() {
    code=$1 pattern=$2 what=$3
    shift 3
    got=0
    "$proof" "$@" >out.txt 2>err.txt || got=$?
    if [ "$got" -ne "$code" ]; then
        echo "FAILED: $what: exit code $got, expected $code; it said: $(head -c 300 err.txt)"
        failed=1
    elif [ "$pattern" ] && ! grep -q -- "$pattern" err.txt; then
        echo "FAILED: $what: said \"$(head -c 300 err.txt)\", expected $pattern"
        failed=1
    fi
}

# pages WHAT FILE: it is laid out and painted, every byte of it in a line or between two
pages() {
    expect 0 '' "$1" --stats --dump dump.json "$2"
    if ! grep -q '"pages":[1-9]' out.txt; then
        echo "FAILED: $1: no pages: $(head -c 200 out.txt)"
        failed=1
    fi
}

expect 1 'missing.txt: ' 'a missing file' missing.txt
expect 1 '\.: ' 'a directory' .
: >empty.txt
expect 1 'empty.txt: ' 'an empty file' empty.txt
printf '\n \r\n\t\n' >blank.txt
expect 1 'blank.txt: ' 'white space alone' blank.txt
printf '\377\376\225\011' >utf16.txt
expect 1 'utf16.txt: ' 'UTF-16' utf16.txt
head -c 5000 "$proof" >binary.txt
expect 1 'binary.txt: ' 'a program' binary.txt
expect 2 'which file' 'no file'
expect 2 'unknown option' 'an unknown option' --nonsense x.txt
expect 2 'does not take' 'a size out of range' --size 4 x.txt
expect 2 'needs a value' 'an option without its value' --size
expect 2 'no column' 'margins wider than the page' --panel 100x100 --margin 50 x.txt
expect 0 '' 'help' --help

printf 'শিরোনাম\nভুল \377\300\200\355\240\200 বাইট \340\246 শেষ\n' >malformed.txt
pages 'malformed UTF-8' malformed.txt
printf '\357\273\277শিরোনাম\nঅনুচ্ছেদ এক।\n' >bom.txt
pages 'a byte-order mark' bom.txt
printf 'শিরোনাম\r\n\r\nঅনুচ্ছেদ এক।\r\nঅনুচ্ছেদ দুই।\r\n' >crlf.txt
pages 'CRLF' crlf.txt
printf 'শিরোনাম\nশূন্য \000 বাইট।\n' >nul.txt
pages 'a NUL byte' nul.txt
awk -v n=$((55000 / divisor)) 'BEGIN { while (n-- > 0) printf "কাগজের"; print "" }' >long_line.txt
pages 'a line of 1 MB without a space' long_line.txt
awk -v n=$((1000000 / divisor)) 'BEGIN { while (n-- > 0) printf "a"; print "" }' >long_latin.txt
pages 'a Latin line of 1 MB without a space' long_latin.txt
awk -v n=$((220000 / divisor)) 'BEGIN { print "বড় ফাইল"; while (n-- > 0) print "এটি একটি বড় ফাইলের অনুচ্ছেদ, তাতে কুড়ি মেগাবাইট লেখা।" }' >large.txt
expect 0 '' 'a file of 20 MB' --layout-only --stats large.txt
printf 'শিরোনাম\n\n🙂 漢字 العربية देवनागरी \342\200\213\342\200\214\357\273\277\n' >scripts.txt
pages 'scripts without a face' scripts.txt
rm -f large.txt long_line.txt long_latin.txt
[ $failed -eq 0 ] && echo "every bad input is met as it should be"
exit $failed
