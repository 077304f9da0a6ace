#!/bin/sh
# check_editions_bites.sh - spoils a copy of the sample editions in each way that check_editions.sh
# looks for, and sees that it is noticed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

# spoil WHAT COMMAND: in a fresh copy, from assets/editions.
spoil() {
    rm -rf "$tree/assets"
    mkdir -p "$tree/assets"
    cp -R "$here/../../assets/editions" "$tree/assets/editions"
    (cd "$tree/assets/editions" && eval "$2")
    if sh "$here/check_editions.sh" "$tree" >"$tree/said"; then
        [ "$1" = clean ] || { echo "not noticed: $1"; failed=1; }
    else
        [ "$1" != clean ] || { echo "wrongly noticed:"; cat "$tree/said"; failed=1; }
    fi
}

one=dainik/desh/01-mouri-setu.md
spoil clean :
spoil "an article that is gone" "rm $one"
spoil "an article that no section names" "cp $one dainik/desh/99-none.md"
spoil "a section less" "sed -i '0,/^\[\[section\]\]/s///' dainik/edition.toml"
spoil "no byline" "sed -i '/^byline/d' $one"
spoil "a date in words" "sed -i 's/^date: .*/date: 24 November/' $one"
spoil "U+09DF" "printf '\340\247\237\n' >>$one"
spoil "a vowel sign in two parts" "printf '\340\246\225\340\247\207\340\246\276\n' >>$one"
spoil "mojibake" "printf '\303\240\302\246\302\225\n' >>$one"
spoil "a space at the end" "printf 'x \n' >>$one"
spoil "a tab" "printf 'a\tb\n' >>$one"
spoil "a picture without a caption" "sed -i 's/nodi.png \"[^\"]*\"/nodi.png/' $one"
spoil "a picture without alternative text" "sed -i 's/^!\[[^]]*\]/![]/' $one"
spoil "a picture that nobody draws" "sed -i 's/nodi.png/nodi2.png/' $one"
spoil "a picture inside a paragraph" "sed -i 's/^!\[/text\n&/' $one"
spoil "a short long article" "sed -i '60,\$d' dainik/desh/03-rater-mail.md"
exit $failed
