#!/bin/sh
# check.sh - kagoj press check and optimise as their users call them.
#
# usage: check.sh KAGOJ-PRESS WORK [BOOKS]: the first so many of Debian's books alone
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
press=$1 work=$2 books=${3:-2}
. "$(dirname "$0")/checks.sh"

mkdir images
printf 'iVBORw0KGgoAAAANSUhEUgAAABQAAAAUCAAAAACo4kLRAAAA0ElEQVR42nWOAY1GIQyDJ2ESJmESJgEJSEACEpAwCUhAAhKQgIRrufzJn0uOvMfaryOpyH9HVc3M3SOi4DwED1Nr631kzkloQAAj59rnXtHHiEjgjTmgR20j17kkVJsQamLLovaXufzqDVmIhCuApeW6GnVMIi4Qdro61tFoQIaetBDvQsyLMLfGs2OJYxc9vc1rNY+WsSX6uo6emN//yyC2ljx48CTeoGeMY20JOfbqvIGeJTEANiIw+gf/fAE4pS5t2/r2cYKYEMTH/cxI+QHrwKFxLuNc8wAAAABJRU5ErkJggg==' |
    base64 -d >images/one.png
printf -- '---\ntitle: প্রথম\nbyline: রহিমা\n---\nএক দুই তিন।\n\n![ছবি](images/one.png "নিচে")\n' >one.md
printf -- '---\ntitle: দ্বিতীয়\n---\nচার পাঁচ।\n' >two.md
exits 0 "$press" make --title 'দৈনিক' --date 2026-11-25 --section 'দেশ' one.md two.md -o good.epub

exits 0 "$press" check good.epub
says 'good.epub: দৈনিক' out
says 'language bn, date 2026-11-25' out
says 'দেশ' out
says 'প্রথম: ' out
says '1 pictures; রহিমা' out
says '1 sections, 2 articles' out
says '1 good, 0 of other formats, 0 broken, 0 missing; 0 problems' out
says '0 of 10 entries are packed' out
says 'searched by an index of 9 words' out
exits 0 "$press" check -q good.epub
[ "$(wc -l <out)" = 1 ] || fail "--quiet says more than the last line"

# A byte of the picture's data turned over: the archive's own sum is wrong, so is the picture.
size=$(wc -c <good.epub)
at=$(LC_ALL=C grep -abo IDAT good.epub | head -n 1 | cut -d: -f1)
cp good.epub picture.epub
printf '\377' | dd of=picture.epub bs=1 seek=$((at + 8)) conv=notrunc 2>/dev/null
exits 1 "$press" check picture.epub
says '1 broken' out

# The same of the index of words: of its magic, of its pages.
at=$(LC_ALL=C grep -abo KJSX good.epub | head -n 1 | cut -d: -f1)
for more in 0 16 900; do
    cp good.epub index.epub
    printf '\377' | dd of=index.epub bs=1 seek=$((at + more)) conv=notrunc 2>/dev/null
    exits 1 "$press" check index.epub
    says 'META-INF/kagoj.search: ' err
done

# Cut short, no ZIP, nothing, a folder, not there.
head -c $((size / 2)) good.epub >cut.epub
exits 1 "$press" check cut.epub
says 'cut.epub: the reader cannot open it' err
printf 'no zip' >none.epub
exits 1 "$press" check none.epub
: >empty.epub
exits 1 "$press" check empty.epub good.epub
says 'empty.epub: ' err
says '0 problems' out
exits 1 "$press" check images
exits 1 "$press" check missing.epub
exits 2 "$press" check
exits 2 "$press" check --wrong good.epub
exits 0 "$press" check --help

# Optimise leaves an edition of ours as it is, and replaces a file only by a whole one.
exits 0 "$press" optimise good.epub -o again.epub
cmp -s good.epub again.epub || {
    exits 0 "$press" optimise again.epub -o third.epub
    cmp -s again.epub third.epub || fail "optimising twice gives other bytes than once"
}
exits 1 "$press" optimise cut.epub
[ "$(wc -c <cut.epub)" = $((size / 2)) ] || fail "a broken EPUB was touched"
exits 1 "$press" optimise missing.epub
exits 1 "$press" optimise good.epub -o no/such/folder.epub
exits 2 "$press" optimise
exits 2 "$press" optimise --panel 3 good.epub
exits 0 "$press" optimise --help

# Books of others, where Debian's packages have brought some: no error that was not there before,
# and the same words for the reader.
for book in /usr/share/developers-reference/developers-reference.epub /usr/share/doc/debian-policy/policy.epub; do
    if [ "$books" -eq 0 ] || [ ! -f "$book" ]; then
        continue
    fi
    books=$((books - 1))
    exits 0 "$press" optimise "$book" -o book.epub
    exits 0 "$press" check -q "$book"
    before=$(sed 's/^.*: \([0-9]* sections.*words\).*/\1/' out)
    exits 0 "$press" check -q book.epub
    after=$(sed 's/^.*: \([0-9]* sections.*words\).*/\1/' out)
    [ "$before" = "$after" ] || fail "$book: $before before, $after after"
done
valid again.epub
exit "$failed"
