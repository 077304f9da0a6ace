#!/bin/sh
# strings_bite.sh - gives the compiler of strings bad tables and sees that it refuses each, naming
# file and line, and writes nothing; and that it takes good ones, line by line.
#
# usage: strings_bite.sh COMPILER
set -eu
compiler=$1 # absolute
[ -x "$compiler" ] || { echo "$compiler is not there"; exit 1; }
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"
failed=0

good_bengali='# comment
TITLE = শিরোনাম
COUNT = {}টি লেখা
HELP = প্রথম\n\n
  দ্বিতীয়
  আরও:\s'
good_english='COUNT = {} article|{} articles
TITLE = Title
HELP = First\n\n
  second
  more:\s'

# compile BENGALI ENGLISH: both tables, then the compiler.
compile() {
    printf '%s\n' "$1" >bengali.strings
    printf '%s\n' "$2" >english.strings
    rm -f names.h table.c
    "$compiler" names.h table.c bengali.strings english.strings >said 2>&1
}

# refuse WHAT BEGINNING BENGALI ENGLISH: what the compiler says begins so in one of its lines.
refuse() {
    if compile "$3" "$4"; then
        echo "not noticed: $1"
        failed=1
    elif ! grep -q "^$2" said; then
        echo "$1: not said as \"$2\":"
        cat said
        failed=1
    elif [ -e names.h ] || [ -e table.c ]; then
        echo "$1: written all the same"
        failed=1
    fi
}

compile "$good_bengali" "$good_english" || { echo "wrongly refused:"; cat said; failed=1; }
for line in '    KJ_STRING_TITLE,' '    KJ_STRING_COUNT,' '    KJ_STRINGS'; do
    grep -qxF "$line" names.h || { echo "names.h lacks: $line"; failed=1; }
done
for line in '        "প্রথম\n"' '        "\n"' '        "দ্বিতীয় আরও: "' '        "second more: "' \
    '        "{} article|{} articles"'; do
    grep -qF "$line" table.c || { printf 'table.c lacks: %s\n' "$line"; failed=1; }
done

refuse "a name that English lacks" "bengali.strings:7: MORE is missing in english.strings" \
    "$good_bengali
MORE = আরও" "$good_english"
refuse "a name that nobody knows" "english.strings:6: MROE is unknown" "$good_bengali" "$good_english
MROE = more"
refuse "a name twice" "english.strings:6: TITLE stands in line 2 already" "$good_bengali" "$good_english
TITLE = Again"
refuse "an empty text" "bengali.strings:7: MORE is empty" "$good_bengali
MORE =" "$good_english
MORE = more"
refuse "a text of one space" "english.strings:6: MORE is empty" "$good_bengali
MORE = আরও" "$good_english
MORE = \\s"
refuse "an empty form" "english.strings:1: COUNT is empty" "$good_bengali" "COUNT = |{} articles
TITLE = Title
HELP = h"
refuse "no number in one language" "english.strings:1: COUNT has another number of {} than line 3 of bengali.strings" \
    "$good_bengali" "COUNT = articles
TITLE = Title
HELP = h"
refuse "a number in one form only" "english.strings:1: COUNT has a {} in one form and not in the other" \
    "$good_bengali" "COUNT = one|{} articles
TITLE = Title
HELP = h"
refuse "two numbers" "english.strings:2: TITLE has braces other than one {}" "$good_bengali" \
    "COUNT = {} article
TITLE = {} of {}
HELP = h"
refuse "a brace alone" "english.strings:2: TITLE has braces other than one {}" "$good_bengali" \
    "COUNT = {} article
TITLE = {Title
HELP = h"
refuse "three forms" "english.strings:1: COUNT has more forms" "$good_bengali" \
    "COUNT = {} a|{} b|{} c
TITLE = Title
HELP = h"
refuse "forms of no number" "english.strings:2: TITLE has more forms" "$good_bengali" \
    "COUNT = {} a
TITLE = one|many
HELP = h"
refuse "bytes that are not UTF-8" "bengali.strings:7: malformed UTF-8" "$good_bengali
MORE = $(printf '\340\246')" "$good_english
MORE = more"
refuse "an overlong form" "bengali.strings:7: malformed UTF-8" "$good_bengali
MORE = $(printf '\300\200')" "$good_english
MORE = more"
refuse "a surrogate" "bengali.strings:7: malformed UTF-8" "$good_bengali
MORE = $(printf '\355\240\200')" "$good_english
MORE = more"
refuse "U+09DF" "bengali.strings:7: a letter with its dot in one code point" "$good_bengali
MORE = $(printf '\340\247\237')" "$good_english
MORE = more"
refuse "a tab" "bengali.strings:7: a control character" "$good_bengali
MORE = a$(printf '\011')b" "$good_english
MORE = more"
refuse "an unknown escape" "english.strings:6: a backslash before" "$good_bengali
MORE = আরও" "$good_english
MORE = a\\tb"
refuse "a backslash at the end" "english.strings:6: a backslash before" "$good_bengali
MORE = আরও" "$good_english
MORE = a\\"
refuse "no equals sign" "english.strings:6: not a line NAME = TEXT" "$good_bengali" "$good_english
MORE more"
refuse "a small letter" "english.strings:6: not a line NAME = TEXT" "$good_bengali" "$good_english
More = more"
refuse "a text without a name" "english.strings:1: goes on where no text was begun" "$good_bengali" \
    "  more
$good_english"
refuse "no strings" "english.strings: no strings" "$good_bengali" "# nothing"
exit $failed
