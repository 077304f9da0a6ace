// profile.mjs - where a turn's cycles go, function by function, from the key to the moment the ink
// begins to move. Counts for each instruction what rp2040js says it took, and the misses of the
// flash's cache where they are reckoned with. Names are the image's own: c++filt makes HarfBuzz's
// readable.

import fs from 'node:fs';

import { symbolsOf } from './elf.mjs';

const LEAST_SHARE = 0.0005; // of a turn's cycles; what is below stands as "others"

// index: of the symbol that holds address, or -1.
function find(symbols, address) {
    let [low, high] = [0, symbols.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (symbols[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low - 1;
}

export class Profile {
    // image: an ELF's bytes with its symbols; throws where it has none. file: to be written to.
    constructor(image, file) {
        this.symbols = symbolsOf(image);
        this.file = file;
        this.turn = 0;
        this.isCounting = false;
        fs.writeFileSync(file, '');
        this.begin();
    }

    begin() {
        this.counts = new Map(); // instruction's address: [times, cycles, cycles of cache misses]
        this.isCounting = true;
    }

    count(address, cycles, missed) {
        const count = this.counts.get(address);
        if (count) {
            count[0]++;
            count[1] += cycles;
            count[2] += missed;
        } else {
            this.counts.set(address, [1, cycles, missed]);
        }
    }

    // The ink moves: what has been counted is written down.
    end() {
        if (!this.isCounting) {
            return;
        }
        this.isCounting = false;
        const functions = new Map();
        const all = [0, 0, 0];
        for (const [address, count] of this.counts) {
            const name = this.symbols[find(this.symbols, address)]?.name ?? '?';
            const sum = functions.get(name) ?? [0, 0, 0];
            functions.set(name, sum.map((n, i) => n + count[i]));
            count.forEach((n, i) => (all[i] += n));
        }
        fs.appendFileSync(this.file, this.table(functions, all));
        this.turn++;
    }

    table(functions, all) {
        const line = (sum, name) => `${sum.map((n) => String(n).padStart(10)).join(' ')}  ${name}\n`;
        const sorted = [...functions].sort((a, b) => b[1][1] - a[1][1]);
        const shown = sorted.filter(([, sum]) => sum[1] >= all[1] * LEAST_SHARE);
        const rest = sorted.slice(shown.length).reduce((sum, [, other]) => sum.map((n, i) => n + other[i]), [0, 0, 0]);
        const head = `turn ${this.turn}: instructions, cycles, of misses; function\n${line(all, 'all')}`;
        return `${head}${shown.map(([name, sum]) => line(sum, name)).join('')}${line(rest, 'others')}\n`;
    }
}
