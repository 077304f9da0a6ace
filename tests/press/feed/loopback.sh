#!/bin/sh
# loopback.sh - the whole feed press against a server that misbehaves: the edition has exactly the
# right articles, each feed's and article's fate is named, and all of it ends in time.
#
# usage: loopback.sh KAGOJ_PRESS FEED_SERVER WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # serve.sh takes and gives variables
set -eu
press=$1 server=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$work"
mkdir -p "$work"
cd "$work"
folder=$here/served
. "$here/../serve.sh"
closed=http://$host:1/feed
SOURCE_DATE_EPOCH=$(date -u -d '2026-11-25 12:00:00' +%s)
export SOURCE_DATE_EPOCH

feed() { printf '[[feed]]\ntitle = "%s"\nurl = "%s"\n%s\n' "$1" "$2" "${3:-}"; }
{
    cat <<'TOML'
title = "নমুনা: দৈনিক/পরীক্ষা?"
creator = "Kagoj"
timezone = "+06:00"
max_age = "36h"
colour = "red"
[fetch]
connect_seconds = 2
total_seconds = 3
stall_seconds = 3
retry_seconds = 0.2
at_once = 16
per_host = 8
TOML
    feed News "$base/plain/files/news.xml"
    feed Coast "$base/plain/files/rdf.xml"
    feed Science "$base/plain/files/atom.xml"
    feed Letters "$base/plain/files/damaged.xml"
    feed Latin "$base/raw/files/latin.xml"
    feed Bijoy "$base/plain/files/bijoy.xml"
    feed Gzip "$base/gzip/gen/gzip"
    feed Etag "$base/etag/gen/etag"
    feed Once "$base/once/gen/once"
    feed Wide "$base/wide/gen/wide"
    feed Mislabelled "$base/mislabelled/gen/mislabelled"
    feed Nuls "$base/nuls/gen/nuls"
    feed Moved "$base/moved/gen/moved"
    feed Chunks "$base/chunks/gen/chunks"
    feed Shorter "$base/shorter/gen/shorter"
    feed Limited "$base/plain/gen/limited" 'max_articles = 1'
    feed Again "$base/plain/gen/gzip"
    feed Trickle "$base/trickle/gen/trickle"
    feed Cut "$base/cut/gen/cut"
    feed Longer "$base/longer/gen/longer"
    feed Bomb "$base/bomb/gen/bomb"
    feed Loop "$base/loop/gen/loop"
    feed ToFile "$base/to-file/gen/file"
    feed Missing "$base/missing/gen/missing"
    feed Broken "$base/broken/gen/broken"
    feed Endless "$base/endless/gen/endless"
    feed Reset "$base/reset/gen/reset"
    feed BadChunks "$base/bad-chunks/gen/chunks"
    feed Html "$base/html/gen/html"
    feed Empty "$base/plain/"
    feed LongHeader "$base/long-header/gen/header"
    feed Silent "$base/silent/gen/silent"
    feed Closed "$closed"
    feed NoFile "no-such-feed.xml"
} >FEEDS.toml

failed=0
fail() { echo "FAILED: $*"; failed=1; }
has() { grep -qF -- "$2" "$1" || fail "$1 lacks: $2"; }
lacks() { if grep -qF -- "$2" "$1"; then fail "$1 has: $2"; fi; }
run() { # run NAME ARGUMENTS...: output to NAME.out and NAME.err, its exit code to $code
    name=$1
    shift
    code=0
    "$press" feed "$@" >"$name.out" 2>"$name.err" || code=$?
}

began=$(date +%s)
run first -c FEEDS.toml -o card
took=$(($(date +%s) - began))
[ "$code" = 0 ] || { fail "the first run ended with $code"; cat first.err; }
[ "$took" -le 40 ] || fail "the first run took $took seconds"
edition=$(find card -name '*.epub')
[ "$edition" = "card/নমুনা দৈনিক পরীক্ষা-2026-11-25.epub" ] || fail "the edition is called $edition"
[ -z "$(find card -type f ! -name '*.epub')" ] || fail "something else is left on the card"

# What is published: entries are stored, so their text can be looked for in the file.
strings_of() { unzip -p "$1" '*html' >"$2"; }
strings_of "$edition" first.text
for text in 'মেঘনা নদীর পূর্ব' 'টাউন হল মাঠে' 'শুঁটকির হাট' 'চাল ও তেলের দাম' 'একষট্টি জন জেলে' \
    'জ্যোতির্বিজ্ঞান সমিতি' 'ছোট কাগজের মেলায়' 'জুমের ধান কাটার' 'Renée Sample' 'café'; do
    has first.text "$(printf %s "$text" | sed 's/য়/য়/g')"
done
for story in gzip-1 gzip-2 etag-1 etag-2 once-1 once-2 wide-1 wide-2 mislabelled-1 mislabelled-2 nuls-1 \
    nuls-2 moved-1 moved-2 chunks-1 chunks-2 shorter-1 limited-1; do
    has first.text "Story $story<"
done
for text in shorter-2 limited-2 trickle-1 cut-1 longer-1 'Verify you are human' 'সহযোগী আপনার যন্ত্রে' \
    'গ্রাহক হোন' 'দুঃখিত' 'প্রথম খবরের' 'P‡j evu‡K' '����' 'aaaaaaaaaa'; do
    lacks first.text "$text"
done
# What a feed's summary repeats of the text is said once.
[ "$(grep -cF 'On the corner of the market' first.text)" = 2 ] || fail "a summary is repeated in its article"
articles=$(sed -n 's/.*: \([0-9]*\) articles in .*/\1/p' first.out)
[ "$articles" = 27 ] || fail "the edition has $articles articles, expected 27"

# What is said of what was left out.
for line in 'News: 4 taken; left out: 1 too old, 1 double, 8 without usable text' \
    'Science: 1 taken; left out: 1 double' \
    'Letters: 2 taken; left out: 1 without usable text (the feed is damaged)' \
    'Shorter: 1 taken (the feed is damaged)' \
    "Limited: 1 taken; left out: 1 over the feed's limit" 'Again: 0 taken; left out: 2 double' \
    'রোবট' ': bot check' ': consent wall' 'its page: login or paywall' ': page not found' \
    ': no article on the page' ': HTTP 404' ': its address may not be followed' ': too slow' \
    'typed for a Bijoy font' 'Trickle: failed: too slow' 'Cut: failed: cut short' \
    'Longer: failed: too slow' 'Bomb: failed: larger than 10 MB' \
    'Loop: failed: redirects without end' 'ToFile: failed: leads to an address that is not http' \
    'Missing: failed: HTTP 404' 'Broken: failed: HTTP 500' 'Endless: failed: larger than 10 MB' \
    'Reset: failed: ' 'BadChunks: failed: ' 'Html: failed: an HTML page, not a feed' \
    'Empty: failed: empty' 'LongHeader: failed: a header that is too long' 'Silent: failed: too slow' \
    'Closed: failed: no connection' 'NoFile: failed: '; do
    has first.out "$line"
done
has first.err 'FEEDS.toml:5:10: nothing is called "colour" here'
[ -s FEEDS.state ] || fail "there is no FEEDS.state"

# Valid EPUB.
jar=/usr/share/java/epubcheck.jar
if [ -z "${KAGOJ_NO_EPUBCHECK:-}" ] && [ -e "$jar" ] && command -v java >/dev/null; then
    java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" "$edition" >epubcheck.out 2>&1 || { fail "epubcheck:"; cat epubcheck.out; }
else
    echo "not looked at by epubcheck"
fi

# A second run finds nothing new, and asks the one that has an ETag whether it has changed.
run second -c FEEDS.toml -o card
[ "$code" = 0 ] || fail "the second run ended with $code"
has second.out 'nothing new: no edition was made'
has second.out 'Etag: unchanged since the last run'
has second.out 'Gzip: 0 taken; left out: 2 in an earlier edition'
[ "$(find card -name '*.epub' | wc -l)" = 1 ] || fail "the second run made an edition"

# --again makes a second edition of the day; a damaged state is set aside.
printf 'no state of ours\n' >FEEDS.state
run third -c FEEDS.toml -o card --again --quiet
[ "$code" = 0 ] || fail "the third run ended with $code"
has third.err 'FEEDS.state is damaged and was set aside'
[ -e FEEDS.state.damaged ] || fail "the damaged state is gone"
[ -e "card/নমুনা দৈনিক পরীক্ষা-2026-11-25-2.epub" ] || fail "there is no second edition of the day"
cmp "$edition" "card/নমুনা দৈনিক পরীক্ষা-2026-11-25-2.epub" || fail "the same articles gave other bytes"

# A feed from a file, with a page and a picture beside it, no server needed; a target that is none.
mkdir local
sed 's|@BASE@/plain/files/||g; s|@BASE@|x:|' "$here/served/rdf.xml" >local/feed.xml
cp -r "$here/served/pages" local/
printf 'title = "Local"\n[[feed]]\nurl = "local/feed.xml"\nmax_age = "1000w"\n' >local.toml
run beside -c local.toml -o local-card
has beside.out '1 articles in 1 sections'
: >taken
run target -c local.toml -o taken --again
[ "$code" = 1 ] || fail "a target that is a file ended with $code"
{ echo 'title = "None"' && feed Closed "$closed"; } >none.toml
run none -c none.toml -o card
[ "$code" = 1 ] || fail "no feed at all ended with $code"
printf 'title = "Wrong"\n[[feed]]\nurl = "x.xml"\nmax_age = "soon"\n' >wrong.toml
run wrong -c wrong.toml -o card
[ "$code" = 2 ] || fail "a wrong configuration ended with $code"
has wrong.err 'wrong.toml:4:11: "max_age" must be a length of time'
run usage -c FEEDS.toml
[ "$code" = 2 ] || fail "wrong usage ended with $code"

exec 9>&-
wait
[ "$failed" = 0 ] || { cat first.out; exit 1; }
echo "all as expected, the first run in $took s"
