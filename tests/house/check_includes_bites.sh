#!/bin/sh
# check_includes_bites.sh - breaks each rule of check_includes.sh in a small tree of its own and
# sees that it is noticed, and that the tree is in order otherwise.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

fresh() {
    rm -rf "$tree/firmware" "$tree/board"
    for layer in base hal vendor storage document text layout render panel reader; do
        mkdir -p "$tree/firmware/$layer"
        printf '#include "base/status.h"\n' >"$tree/firmware/$layer/$layer.c"
    done
    mkdir -p "$tree/board/emulator"
    printf '#include "reader/reader.h"\n#include "panel/uc81xx.h"\n#include <hb.h>\n' >"$tree/board/emulator/main.c"
    printf '#include "layout/display_list.h"\n#include <ft2build.h>\n' >"$tree/firmware/render/painter.c"
    printf '#include <hb.h>\n/* malloc (as C says)\n free(x) */\nint kj_heap_free(int x);\n' >"$tree/firmware/text/shape.c"
    printf '#include "panel/panel.h"\n' >"$tree/firmware/reader/screens.c"
    printf '#include <hb.h>\nvoid *f(void) { return malloc(1); }\n' >"$tree/firmware/vendor/heap.c"
}

failed=0
fresh
if ! sh "$here/check_includes.sh" "$tree"; then
    echo "a tree in order is refused"
    failed=1
fi

# breaks FILE LINE: the tree with this line added must be refused.
breaks() {
    fresh
    printf '%s\n' "$2" >>"$tree/firmware/$1"
    if sh "$here/check_includes.sh" "$tree" >/dev/null; then
        echo "not noticed: $1: $2"
        failed=1
    fi
}
breaks base/base.c '#include "hal/spi.h"'
breaks base/base.c '#include "../hal/spi.h"'
breaks hal/hal.c '#include "vendor/heap.h"'
breaks document/document.c '#include "text/face.h"'
breaks text/text.c '#include "document/plain.h"'
breaks text/text.c '#  include "layout/pager.h"'
breaks layout/layout.c '#include "render/painter.h"'
breaks render/render.c '#include "layout/pager.h"'
breaks panel/panel.c '#include "reader/reader.h"'
breaks reader/reader.c '#include "panel/ssd16xx.h"'
breaks reader/reader.c '#include "board/emulator/main.h"'
breaks text/face.c '#include <hb-ot.h>'
breaks layout/layout.c 'void *f(void) { return malloc(3); }'
breaks reader/reader.c 'void f(void *p) { free (p); }'
exit $failed
