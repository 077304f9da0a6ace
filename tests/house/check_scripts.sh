#!/bin/sh
# check_scripts.sh - shellcheck has nothing to say about any shell script of the repository.
set -eu
cd "$(dirname "$0")/../.."
command -v shellcheck >/dev/null || { echo "shellcheck is not installed"; exit 77; }
{ git ls-files -co --exclude-standard 2>/dev/null || find . -type f -not -path './build/*' -not -path './.git/*'; } |
    while read -r file; do
        case $(head -c 20 "$file" 2>/dev/null | head -n 1) in
        '#!/bin/sh'* | '#!/bin/bash'*) printf '%s\0' "$file" ;;
        esac
    done | xargs -0 shellcheck
