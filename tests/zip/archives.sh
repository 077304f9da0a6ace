#!/bin/sh
# archives.sh - archives as Info-ZIP's zip makes them in all its ways: each entry comes out as it
# went in, and what cannot be read is named.
#
# usage: archives.sh ZIP_CAT ARTICLES_FOLDER WORK_FOLDER
set -eu
zip_cat=$1 articles=$2 work=$3
rm -rf "$work"
mkdir -p "$work/in/খবর/দেশ" "$work/in/images"
cd "$work"
failed=0

fail() {
    echo "FAILED: $*"
    failed=1
}

# What goes in: text, nothing, what does not pack, what packs very well, Bengali names.
printf 'application/epub+zip' >in/mimetype
cat "$articles"/*.txt >in/খবর/সব.txt
cp "$articles"/0*.txt in/খবর/দেশ/
: >in/empty.txt
head -c 100000 /dev/urandom >in/images/noise.bin
head -c 300000 /dev/zero >in/images/zeros.bin
files=$(cd in && find . -type f | sed 's|^\./||' | sort)

# holds ARCHIVE: exactly these files, each with its bytes
holds() {
    [ "$("$zip_cat" "$1" | sed 's/^[0-9]* [0-9]* //' | grep -v '/$' | sort)" = "$files" ] ||
        fail "$1: lists $("$zip_cat" "$1" 2>&1 | head -c 300)"
    for file in $files; do
        "$zip_cat" "$1" "$file" 2>out.err | cmp -s - "in/$file" || fail "$1: $file: $(cat out.err)"
    done
}

# refuses ARCHIVE NAME WHY
refuses() {
    if "$zip_cat" "$1" "$2" >/dev/null 2>out.err; then
        fail "$1: $2 was read"
    elif ! grep -q ": $3\$" out.err; then
        fail "$1: said \"$(cat out.err)\", expected $3"
    fi
}

# make ARCHIVE OPTIONS...: all files
make() {
    archive=$(pwd)/$1
    shift
    (cd in && zip -q -r "$@" "$archive" .)
}

for level in 0 1 6 9; do
    make "level-$level.zip" "-$level"
    holds "level-$level.zip"
done
make no-extras.zip -X -D
holds no-extras.zip
make descriptors.zip -fd
holds descriptors.zip
make utf8-flag.zip -UN=UTF8
holds utf8-flag.zip
(cd in && zip -q -r - .) | cat >piped.zip # zip cannot go back in a pipe
holds piped.zip
printf 'মন্তব্য: PK\005\006\n.\n' | make comment.zip -z
holds comment.zip

# Something before the archive, with offsets that count it and that do not.
cat "$zip_cat" level-6.zip >before.zip
holds before.zip
cp before.zip adjusted.zip
zip -q -A adjusted.zip
holds adjusted.zip
cp level-6.zip appended.zip
printf 'and then some' >>appended.zip
holds appended.zip

# One entry from standard input: its size is not known before it has passed.
zip -q stream.zip - <in/খবর/সব.txt
"$zip_cat" stream.zip - | cmp -s - in/খবর/সব.txt || fail 'stream.zip'

# Names that lack the flag for UTF-8, with Info-ZIP's own field for them.
make field.zip -UN=Escape
"$zip_cat" field.zip >field.list || fail 'field.zip'

make secret.zip -P secret
refuses secret.zip mimetype encrypted
[ "$("$zip_cat" secret.zip | grep -c /দেশ/)" -gt 3 ] || fail 'secret.zip: names'
if make bzip2.zip -Z bzip2 2>/dev/null; then # where zip was built with it
    refuses bzip2.zip খবর/সব.txt 'unknown compression method'
fi
make zip64.zip -fz
"$zip_cat" zip64.zip mimetype >/dev/null 2>out.err || grep -q ': Zip64$' out.err ||
    fail "zip64.zip: $(cat out.err)"
make split.zip -s 64k
refuses split.zip mimetype 'archive in several volumes'
head -c 60000 level-6.zip >short.zip
refuses short.zip mimetype 'archive cut short'
refuses "$articles/02-cricket-surma.txt" mimetype 'not a ZIP archive'

# A byte in the middle of an entry's data is another one.
"$zip_cat" level-0.zip images/noise.bin >noise
at=$(grep -abo 'images/noise.bin' level-0.zip | head -n 1 | cut -d: -f1)
cp level-0.zip damaged.zip
printf 'damage' | dd of=damaged.zip bs=1 seek=$((at + 5000)) conv=notrunc 2>/dev/null
refuses damaged.zip images/noise.bin 'wrong checksum'
"$zip_cat" damaged.zip mimetype | cmp -s - in/mimetype || fail 'damaged.zip: mimetype'
exit "$failed"
