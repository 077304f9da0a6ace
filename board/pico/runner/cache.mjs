// cache.mjs - the RP2040's cache before its flash, reckoned beside the emulated processor, which knows
// none: how many reads would miss, and what that would cost.
//
// RP2040 datasheet 2.6.3: 16 KB, two ways, lines of 8 bytes, a hit in one cycle. A miss reads a line in
// the continuous quad mode that the second stage sets up for a W25Q16: 6 clocks of address, 2 of mode,
// 4 of waiting, 16 of data, at half the system clock; and some to start and to end. The line that is
// older goes.

const LINE_BITS = 3;
const SETS = 1024;
const FLASH_FROM = 0x10000000;
const FLASH_TO = 0x11000000; // only this alias is cached and fills the cache
export const MISS_CYCLES = 2 * (6 + 2 + 4 + 16) + 4;

export class FlashCache {
    constructor() {
        this.lines = new Int32Array(2 * SETS).fill(-1); // the newer of a set first
        this.misses = 0;
    }

    read(address) {
        if (address < FLASH_FROM || address >= FLASH_TO) {
            return;
        }
        const line = address >>> LINE_BITS;
        const at = 2 * (line % SETS);
        const { lines } = this;
        if (lines[at] === line) {
            return;
        }
        if (lines[at + 1] !== line) {
            this.misses++;
        }
        lines[at + 1] = lines[at];
        lines[at] = line;
    }

    // Every read of the processor goes by here: fetches as well as data.
    watch(mcu) {
        for (const name of ['readUint32', 'readUint16', 'readUint8']) {
            const read = mcu[name].bind(mcu);
            mcu[name] = (address) => {
                this.read(address);
                return read(address);
            };
        }
    }
}
