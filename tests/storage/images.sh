#!/bin/sh
# images.sh - kj_volume reads what others format and write: every name and byte of images made by
# mkfs.fat and mtools, and by mkfs.exfat, bare and in a partition, comes out as it went in.
#
# usage: images.sh EXTRACT PUT_EXFAT
set -eu
PATH=$PATH:/usr/sbin:/sbin
extract=$1 put_exfat=$2
for tool in mkfs.fat mcopy mkfs.exfat fsck.exfat sfdisk; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 0; }
done
LC_ALL=C.UTF-8
export LC_ALL
export MTOOLS_SKIP_CHECK=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$work/image

# bytes COUNT SEED: COUNT bytes that no other seed gives.
bytes() { awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; n > 0; i++) { t = s "/" i "\n"; printf "%s", substr(t, 1, n); n -= length(t) } }'; }

# The card: folders twelve deep, Bengali names, files of all sizes about a block's and a cluster's.
tree=$work/কার্ড
mkdir -p "$tree/খবর/২০২৬/নভেম্বর" "$tree/empty"
deep=$tree
for name in এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো; do
    deep=$deep/$name
    mkdir "$deep"
    bytes 700 "$name" >"$deep/$name-এর ছবি.png"
done
for size in 0 1 511 512 513 2047 4096 4097 32768 100000; do
    bytes "$size" "$size" >"$tree/খবর/২০২৬/নভেম্বর/আজকের সংবাদ, $size শব্দ.epub"
done
bytes 300 long >"$tree/খবর/$(awk 'BEGIN { for (i = 0; i < 80; i++) printf "ক" }').txt"
bytes 90 plain >"$tree/PLAIN.TXT"
small=$work/small
mkdir -p "$small"
cp -r "$tree/খবর" "$tree/এক" "$tree/PLAIN.TXT" "$small"
# mcopy takes 60 s for 1,500 files in one folder and 2 s for 300: more in one are in test_volume.c.
for name in এক দুই তিন চার পাঁচ; do
    mkdir -p "$tree/হাজার/$name"
    seq 300 | while read -r i; do echo "$name $i" >"$tree/হাজার/$name/সংবাদ $i.txt"; done
done

failed=0
# compare NAME FOLDER: the image holds exactly the folder.
compare() {
    rm -rf "$work/out"
    "$extract" "$image" "$work/out" || { echo "FAILED   $1: not all of it can be read"; failed=1; }
    if diff -rq "$2" "$work/out" >"$work/diff"; then
        echo "the same $1"
    else
        echo "FAILED   $1"
        head -n 5 "$work/diff"
        failed=1
    fi
}

# partition TYPE KIB: an image with one partition from 1 MB on.
partition() {
    rm -f "$image"
    truncate -s "$(($2 + 2048))K" "$image"
    printf 'label: %s\nstart=2048, size=%s, type=%s\n' "$1" "$(($2 * 2))" "$3" | sfdisk -q "$image"
}

# fat NAME KIB TABLE OPTIONS...: a FAT volume, bare or in a partition; the whole tree on one of them.
fat() {
    name=$1 kib=$2 table=$3
    shift 3
    rm -f "$image"
    at=$image
    case $table in
    bare) mkfs.fat "$@" -C "$image" "$kib" >/dev/null ;;
    *)
        case $table in dos) type=c ;; *) type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 ;; esac
        partition "$table" "$kib" "$type"
        mkfs.fat "$@" --offset=2048 "$image" "$kib" >/dev/null 2>&1
        at=$image@@1M
        ;;
    esac
    from=$small
    [ "$kib" != 300000 ] || from=$tree
    mkdir -p "$work/nothing"
    compare "$name, empty" "$work/nothing"
    mcopy -s -i "$at" "$from"/* ::
    compare "$name" "$from"
}

fat "FAT12, 512-byte clusters" 1440 bare -F 12 -s 1
fat "FAT12, 2 KB clusters" 4000 dos -F 12 -s 4
fat "FAT16, 2 KB clusters" 32000 bare -F 16 -s 4
fat "FAT16, 32 KB clusters in a partition" 500000 dos -F 16 -s 64
fat "FAT32, 512-byte clusters in a partition" 40000 dos -F 32 -s 1
fat "FAT32, 4 KB clusters in a GPT's partition" 300000 gpt -F 32 -s 8
fat "FAT32, 32 KB clusters" 2200000 bare -F 32 -s 64

# Fragments: every second one of many files is deleted, and larger ones fill the holes.
rm -f "$image"
mkfs.fat -F 32 -s 1 -C "$image" 40000 >/dev/null
pieces=$work/pieces whole=$work/whole
mkdir -p "$pieces" "$whole"
seq 400 | while read -r i; do bytes $((3000 + i * 7)) "$i" >"$pieces/টুকরা $i"; done
mcopy -i "$image" "$pieces"/* ::
for i in $(seq 1 2 400); do
    mdel -i "$image" "::টুকরা $i"
    rm "$pieces/টুকরা $i"
done
# mtools goes on from where it wrote last: only a full card sends it back to the holes.
bytes 38200000 filler >"$work/filler"
mcopy -i "$image" "$work/filler" ::filler
bytes 400000 1 >"$whole/বড় এক"
bytes 300001 2 >"$whole/বড় দুই"
mcopy -i "$image" "$whole"/* ::
cp "$pieces"/* "$whole"
cp "$work/filler" "$whole"
runs=$(mshowfat -i "$image" "::বড় এক" | grep -o '<' | wc -l)
[ "$runs" -gt 32 ] || { echo "FAILED   the file in fragments lies in $runs"; failed=1; }
compare "FAT32, in fragments" "$whole"

# A full card: files until there is no room.
rm -f "$image"
mkfs.fat -F 12 -C "$image" 720 >/dev/null
full=$work/full
mkdir -p "$full"
for i in $(seq 100); do
    bytes 20000 "$i" >"$work/one"
    mcopy -i "$image" "$work/one" "::সংবাদ $i" 2>/dev/null || break
    cp "$work/one" "$full/সংবাদ $i"
done
mdel -i "$image" "::সংবাদ $i" 2>/dev/null || :
[ "$i" -lt 100 ] || { echo "FAILED   the full card never was full"; failed=1; }
compare "FAT12, full" "$full"

# exfat NAME KIB TABLE CLUSTER
exfat() {
    rm -f "$image"
    truncate -s "$2K" "$image"
    mkfs.exfat -c "$4" "$image" >/dev/null
    compare "$1, empty" "$work/nothing"
    "$put_exfat" "$image" "$tree"
    fsck.exfat -n "$image" >"$work/fsck" 2>&1 || { echo "FAILED   $1: fsck.exfat"; cat "$work/fsck"; failed=1; }
    if [ "$3" != bare ]; then
        mv "$image" "$work/bare"
        case $3 in dos) type=7 ;; *) type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 ;; esac
        partition "$3" "$2" "$type"
        dd if="$work/bare" of="$image" bs=1M seek=1 conv=notrunc status=none
    fi
    mkdir -p "$work/parent"
    [ -e "$work/parent/কার্ড" ] || cp -r "$tree" "$work/parent"
    compare "$1" "$work/parent"
}
exfat "exFAT, 4 KB clusters" 40960 bare 4K
exfat "exFAT, 512-byte clusters in a partition" 20480 dos 512
exfat "exFAT, 32 KB clusters in a GPT's partition" 122880 gpt 32K
exit $failed
