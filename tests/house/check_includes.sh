#!/bin/sh
# check_includes.sh - the layers' order, as docs/ and the architecture state it, read off every
# #include of firmware/ and board/; which files may see a third party's headers; no malloc above
# firmware/vendor.
#
# usage: check_includes.sh [ROOT]
set -eu
root=${1:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root"

# What each layer may include, itself left out. "fonts" is the table of the linked-in faces.
# shellcheck disable=SC2016 # the dollars are awk's
awk_rules='
BEGIN {
    allow["base"] = ""
    allow["hal"] = "base"
    allow["vendor"] = "base"
    allow["storage"] = "base hal vendor"
    allow["document"] = "base hal vendor storage"
    allow["text"] = "base hal vendor storage fonts"
    allow["layout"] = "base hal vendor storage document text fonts"
    allow["render"] = allow["layout"] " layout/display_list.h"
    allow["panel"] = "base hal vendor storage document text layout render fonts"
    allow["reader"] = allow["panel"] " panel/panel.h panel/refresh.h panel/refresh_policy.h"
}
function allowed(layer, target,    folder, list, i, n) {
    folder = target
    sub(/\/.*/, "", folder)
    if (folder == layer) return 1
    n = split(allow[layer], list, " ")
    for (i = 1; i <= n; i++) if (list[i] == folder || list[i] == target) return 1
    return 0
}
function complain(what) { printf "%s:%d: %s\n", file, line, what; bad = 1 }
# Input: FILE:LINE:#include ...
{
    file = $0; sub(/:.*/, "", file)
    line = $0; sub(/^[^:]*:/, "", line); sub(/:.*/, "", line)
    target = $0; sub(/^[^:]*:[^:]*:[^"<]*["<]/, "", target); sub(/[">].*/, "", target)
    layer = file; inside = sub(/^firmware\//, "", layer); sub(/\/.*/, "", layer)
}
target ~ /\.\.\// { complain("goes up by ../: " target) }
inside && !(layer in allow) { complain("a folder that is no layer: " layer); next }
inside && target ~ /^(base|hal|vendor|storage|document|text|layout|render|panel|reader|board|fonts|tests)\// {
    if (!allowed(layer, target)) complain(layer " may not include " target)
}
target ~ /^hb(-[a-z]+)?\.h$/ { third("HarfBuzz") }
target ~ /^(ft2build\.h|freetype\/.*)$/ { third("FreeType") }
target ~ /^png[a-z]*\.h$/ { third("libpng") }
target ~ /^zlib\.h$/ { third("zlib") }
target ~ /^(linebreak|graphemebreak|wordbreak|unibreak)[a-z]*\.h$/ { third("libunibreak") }
target ~ /^expat[a-z_]*\.h$/ { third("expat") }
target ~ /^(ff|ffconf|diskio)\.h$/ { third("FatFs") }
function third(name) {
    if (file ~ /^firmware\/vendor\// || (name, file) in seen) return
    seen[name, file] = 1
    files[name] = files[name] " " file
    if (++count[name] > 2) complain(name "\047s headers are included in more than two files:" files[name])
}
END { exit bad }
'

status=0
sources=$(find firmware board -type f \( -name '*.[ch]' -o -name '*.cc' \) | sort)
[ -n "$sources" ] || { echo "no sources under $root"; exit 1; }
# shellcheck disable=SC2086 # one word a file; no file of ours has a space in its name
grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]' /dev/null $sources | awk "$awk_rules" || status=1

# Comments and strings are taken out first, so that they may speak of malloc.
for file in $sources; do
    case $file in firmware/vendor/* | board/*) continue ;; esac
    sed -e 's/"[^"]*"//g' -e 's|//.*||' -e 's|/\*.*\*/||g' -e '/\/\*/,/\*\//d' "$file" |
        grep -nE '(^|[^A-Za-z0-9_>.])(malloc|calloc|realloc|free|strdup|alloca|aligned_alloc) *\(' |
        sed "s|^|$file: allocates: |" | grep . && status=1
done
exit $status
