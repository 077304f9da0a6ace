#!/bin/sh
# make.sh - kagoj press make as its users call it: every kind of file, options, bad input.
#
# usage: make.sh KAGOJ-PRESS WORK FOLDER-WITH-unit-test.epub
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
press=$1 work=$2 unit=$3
. "$(dirname "$0")/checks.sh"

mkdir images
printf 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAEElEQVR4nGNgcGj4z4BKAAA/cgb9ZIiU9gAAAABJRU5ErkJggg==' |
    base64 -d >images/one.png
cat >story.md <<'MD'
---
title: "নদীর পাড়ে"
summary: একটি নদীর গল্প।
byline: রহিমা খাতুন
dateline: ঢাকা, ২৫ নভেম্বর
date: 2026-11-25
---
প্রথম অনুচ্ছেদ। **জোর** ও *বাঁকা*।

![নদী](images/one.png "নদীর ছবি")

## উপশিরোনাম

| ক | খ |
| --- | --- |
| ১ | ২ |

- এক
- দুই
MD
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="en"><head><meta charset="iso-8859-1"><title>ঢাকার খবর | সাইট</title>
<meta property="og:site_name" content="সাইট"></head><body><nav><a href="/">home</a></nav>
<article><h1>ঢাকার খবর</h1><p>আজ ঢাকায় বৃষ্টি হয়েছে।<br><br>কাল হবে না।</p><script>x()</script>
<img src="images/one.png" alt="বৃষ্টি"><img src="missing.jpg" alt="নেই"></article></body></html>
HTML
printf 'শীতের সকাল\nনিজস্ব প্রতিবেদক\nঢাকা, ২৫ নভেম্বর ২০২৬\n\nকুয়াশা পড়েছে। সবাই বাড়িতে বসে আছে আর চা খাচ্ছে।\n\nবিকেলে রোদ উঠবে।\n' >plain.txt

exits 0 "$press" make --title 'পরীক্ষা' --date 2026-11-25 --section 'দেশ' story.md page.html --section 'আবহাওয়া' plain.txt -o all.epub
says "2 sections, 3 articles, 1 pictures" out
says "page.html: picture missing.jpg: no such file" err
has_entry all.epub s01-a01.xhtml
says '<figure><img src="images/s01-a01-1.png" alt="নদী"/><figcaption>নদীর ছবি</figcaption></figure>' entry
says '<tr><td>১</td><td>২</td></tr>' entry
says '<p class="byline">রহিমা খাতুন</p>' entry
says '<strong>জোর</strong>' entry
has_entry all.epub s01-a02.xhtml
says '<h1>ঢাকার খবর</h1>' entry
says '<p>কাল হবে না।</p>' entry
says '[ছবি: নেই]' entry
says 'lang="bn"' entry
has_entry all.epub s02-a01.xhtml
says '<p class="byline">নিজস্ব প্রতিবেদক</p>' entry
says '<p class="dateline">ঢাকা, ২৫ নভেম্বর ২০২৬</p>' entry

# The same from another folder, from files of another time, and twice.
mkdir elsewhere
cp -r story.md page.html plain.txt images elsewhere
touch -d 2001-01-01 elsewhere/*.md
(cd elsewhere && "$press" make -q --title 'পরীক্ষা' --date 2026-11-25 --section 'দেশ' story.md page.html --section 'আবহাওয়া' plain.txt -o ../again.epub 2>/dev/null)
cmp -s all.epub again.epub || fail "the same input gives other bytes in another folder"

mkdir paper paper/desh
cp story.md paper/desh/01.md
sed -i 's|images/one.png|../images/one.png|' paper/desh/01.md
cp -r images paper
cat >paper/edition.toml <<'TOML'
title = "দৈনিক"
date = "2026-11-25"
language = "bn"
creator = "কাগজ"
cover = "images/one.png"

[[section]]
title = "দেশ"
articles = ["desh/01.md"]
TOML
exits 0 "$press" make paper/edition.toml -o paper.epub
says "1 sections, 1 articles, 1 pictures" out
[ ! -s err ] || fail "the manifest: $(cat err)"

# One article without options takes its own title and today's date.
exits 0 "$press" make story.md -o one.epub
has_entry one.epub edition.opf
says '<dc:title>নদীর পাড়ে</dc:title>' entry

# Bad input: a clear message with the file's name, exit code 1, nothing written.
bad() {
    file=$1 message=$2
    exits 1 "$press" make "$file" -o bad.epub
    says "$file" err
    says "$message" err
    [ ! -e bad.epub ] || fail "$file: an edition was written"
}
: >empty.html
: >empty.txt
printf '<html><body><p> </p></body></html>' >nothing.html
head -c 3000 "$press" >binary.html
head -c 3000 "$press" >binary.txt
cat >bijoy.txt <<'TXT'
miKvi I we‡ivax `j
evsjv‡`‡k AvR wbe©vPb wb‡q miKvi I we‡ivax `‡ji g‡a¨ Av‡jvPbv n‡q‡Q| cÖavbgš¿x e‡j‡Qb, †`‡ki gvbyl kvwš— Pvq Ges ZvivB wVK Ki‡e Kx n‡e| XvKvi ev‡m mKv‡j A‡bK wfo wQj|
TXT
bad empty.html "there is no text"
bad empty.txt "there is no text"
bad nothing.html "there is no text"
bad binary.html "binary"
bad binary.txt "binary"
bad bijoy.txt "Bijoy"
bad missing.md "no such file"
bad images "is no regular file"
printf 'title = "x"\n[[section]]\narticles = ["none.md"]\n' >gone.toml
exits 1 "$press" make gone.toml -o bad.epub
says "none.md: no such file" err
printf 'title = \n' >broken.toml
bad broken.toml "broken.toml:1"
printf 'title = 3\n[[section]]\narticles = []\n' >typed.toml
bad typed.toml "must be a string"
printf 'titel = "x"\n' >unknown.toml
bad unknown.toml "titel: is not known here"
exits 1 "$press" make story.md -o no/such/folder.epub
says "no/such/folder.epub: cannot be written" err
exits 1 "$press" make story.md -o images
exits 2 "$press" make story.md
exits 2 "$press" make -o x.epub
exits 2 "$press" make --date tomorrow story.md -o x.epub
exits 2 "$press" make --wrong story.md -o x.epub
exits 2 "$press" make story.md -o
exits 2 "$press" nonsense
exits 2 "$press"
exits 0 "$press" --help
exits 0 "$press" make --help

# What is odd but can be read.
printf '\377\376' >utf16.html
printf '<p>বাংলা খবর</p>' | iconv -f UTF-8 -t UTF-16LE >>utf16.html
printf '<p>caf\351 \223x\224' >latin.html
printf '<p><b>broken <i>html</b> <table><tr><td>a<div></p>' >broken.html
printf '\357\273\277# শিরোনাম\n\nকথা\n' >bom.md
printf '<p>a\n<img src="images/cut.png" alt="cut">' >cut.html
head -c 40 images/one.png >images/cut.png
{
    printf '<h1>Long</h1>'
    awk 'BEGIN { for (i = 0; i < 40000; i++) print "<div><p>A paragraph of a very long page, number " i ", <b>bold</b> and more of it.</p></div>" }'
} >long.html
exits 0 "$press" make --date 2026-11-25 utf16.html latin.html broken.html bom.md cut.html long.html -o odd.epub
says "cut.png: the picture is damaged" err
has_entry odd.epub s01-a02.xhtml
says 'café “x”' entry
has_entry odd.epub s01-a06.xhtml
says 'number 39999' entry

valid all.epub paper.epub odd.epub
[ ! -e "$unit/unit-test.epub" ] || valid "$unit/unit-test.epub"
exit "$failed"
