#!/bin/sh
# symbols.sh - the third-party libraries need neither the C library's heap nor the C++ run time,
# and the firmware's layers neither files nor a heap.
#
# usage: symbols.sh ARCHIVE...
set -eu
failed=0
for archive; do
    case $(basename "$archive") in
    libkjv_*) refused='malloc|calloc|realloc|free|_Z[A-Za-z0-9_]*|__cxa_[a-z_]*|__gxx_[a-z0-9_]*|__dynamic_cast' ;;
    *) refused='malloc|calloc|realloc|free|fopen|open|read|write|printf|_Z[A-Za-z0-9_]*|__errno_location' ;;
    esac
    # A C++ library's own functions are defined in the archive itself.
    nm --defined-only "$archive" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$archive.defined"
    needed=$(nm -u "$archive" 2>/dev/null | awk 'NF == 2 { print $2 }' | sort -u |
        grep -xE "($refused)" | grep -vxFf "$archive.defined" || :)
    rm -f "$archive.defined"
    [ -z "$needed" ] || { echo "$(basename "$archive") needs:" "$needed"; failed=1; }
done
exit $failed
