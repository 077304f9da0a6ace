// bootrom.mjs - as much of the RP2040's boot ROM as the firmware calls, which an emulator that others
// wrote comes without: the look-up of functions, and those that write flash.
//
// Each function is two instructions: a breakpoint, at which the runner does the work, and a return.
// RP2040 datasheet 2.8.3.

const LOOKUP = 0x100;
const FIRST = 0x140;
const ROM_END = 0x4000;
const NAMES = ['IF', 'EX', 'RE', 'RP', 'FC', 'CX', 'UB'];

const codeOf = (name) => name.charCodeAt(0) | (name.charCodeAt(1) << 8);

// Fills mcu.bootrom. flash: {erase(offset), program(offset, bytes)}; both return nothing.
export function installBootRom(mcu, flash) {
    const rom = new Uint16Array(mcu.bootrom.buffer, mcu.bootrom.byteOffset, 2 * mcu.bootrom.length);
    rom[0x14 / 2] = FIRST; // the table of functions: only its address is looked at
    rom[0x18 / 2] = LOOKUP | 1;
    const stub = (at, number) => {
        rom[at / 2] = 0xbe00 | number; // bkpt #number
        rom[at / 2 + 1] = 0x4770; // bx lr
    };
    stub(LOOKUP, 0x40);
    NAMES.forEach((_, i) => stub(FIRST + 4 * i, 0x41 + i));

    const read = (address, length) => {
        const bytes = new Uint8Array(length);
        for (let i = 0; i < length; i++) {
            bytes[i] = mcu.readUint8((address + i) >>> 0);
        }
        return bytes;
    };
    const work = (number) => {
        const r = mcu.core.registers;
        if (number === 0x40) {
            const i = NAMES.findIndex((name) => codeOf(name) === (r[1] & 0xffff));
            r[0] = i < 0 ? 0 : (FIRST + 4 * i) | 1;
        } else if (NAMES[number - 0x41] === 'RE') {
            for (let at = r[0] >>> 0; at < (r[0] >>> 0) + (r[1] >>> 0); at += 4096) {
                flash.erase(at);
            }
        } else if (NAMES[number - 0x41] === 'RP') {
            const [offset, bytes] = [r[0] >>> 0, read(r[1] >>> 0, r[2] >>> 0)];
            for (let at = 0; at < bytes.length; at += 256) {
                flash.program(offset + at, bytes.subarray(at, at + 256));
            }
        }
    };
    // Breakpoints elsewhere are a debugger's, which sets onBreak as if it were alone.
    let outer = () => {};
    Object.defineProperty(mcu, 'onBreak', {
        get: () => (mcu.core.PC < ROM_END ? work : outer),
        set: (callback) => {
            outer = callback;
        },
    });
}
