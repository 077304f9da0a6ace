#!/bin/sh
# web.sh - kagoj press make with addresses, against a server on loopback that also misbehaves.
#
# usage: web.sh KAGOJ-PRESS FEED-SERVER PAGES-FOLDER WORK
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
press=$1 server=$2 pages=$3 work=$4
. "$(dirname "$0")/checks.sh"

folder=$pages
. "$(dirname "$0")/serve.sh"

exits 0 "$press" make --date 2026-11-25 "$base/plain/files/plain_article.html" "$base/gzip/files/article_body.html" \
    "$base/plain/files/div_soup.html" "$base/plain/files/about_captcha.html" -o web.epub
says "4 articles" out
for page in 1 2 3 4; do
    has_entry web.epub s01-a0$page.xhtml
    says "<a href=\"$base" entry
    says 'lang="bn"' entry
done

# Nothing of these is ever published, and each says why.
refused() {
    exits 1 "$press" make "$base/$1" -o refused.epub
    says "$base/$1" err
    says "$2" err
    [ ! -e refused.epub ] || fail "$1 was published"
}
refused plain/files/bot_check.html "bot check"
refused plain/files/bot_check_bengali.html "bot check"
refused plain/files/consent_wall.html "consent wall"
refused plain/files/paywall.html ""
refused plain/files/not_found.html ""
refused plain/files/empty.html ""
refused missing/files/plain_article.html "404"
refused loop/files/plain_article.html ""
refused cut/files/plain_article.html ""
exits 1 "$press" make "http://$host:1/nobody" -o refused.epub
exit "$failed"
