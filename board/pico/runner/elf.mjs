// elf.mjs - the loadable segments of an ELF file for a 32-bit Arm, or a plain image, as flash; and an
// ELF's functions.

const FLASH_FROM = 0x10000000;
const FLASH_TO = 0x11000000;

function fail(text) {
    throw new Error(`the image: ${text}`);
}

// The flash of `bytes` long that an image fills from its start: an ELF's segments by their physical
// addresses, a UF2's blocks, or a .bin as it is. Throws where it is none or does not fit.
export function flashOf(image, bytes) {
    const flash = new Uint8Array(bytes).fill(0xff);
    const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    if (image.length >= 52 && view.getUint32(0, true) === 0x464c457f) {
        loadElf(view, image, flash);
    } else if (image.length >= 512 && view.getUint32(0, true) === 0x0a324655) {
        loadUf2(view, image, flash);
    } else if (image.length >= 0x200 && image.length <= bytes) {
        flash.set(image, 0);
    } else {
        fail('neither an ELF nor a UF2 nor a binary of the size of its flash');
    }
    return flash;
}

function put(flash, address, bytes) {
    if (address < FLASH_FROM || address - FLASH_FROM + bytes.length > flash.length) {
        fail(`bytes at 0x${address.toString(16)} lie outside the flash`);
    }
    flash.set(bytes, address - FLASH_FROM);
}

function loadElf(view, image, flash) {
    const [type, machine] = [view.getUint16(16, true), view.getUint16(18, true)];
    if (image[4] !== 1 || image[5] !== 1 || type !== 2 || machine !== 40) {
        fail('an ELF, but no program for a 32-bit Arm');
    }
    const [from, size, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
    if (size < 32 || from + size * count > image.length) {
        fail('an ELF whose program headers lie outside it');
    }
    let found = false;
    for (let i = 0; i < count; i++) {
        const at = from + i * size;
        const word = (n) => view.getUint32(at + 4 * n, true);
        const [kind, offset, , physical, length] = [word(0), word(1), word(2), word(3), word(4)];
        if (kind !== 1 || length === 0 || physical < FLASH_FROM || physical >= FLASH_TO) {
            continue;
        }
        if (offset + length > image.length) {
            fail('an ELF that is cut short');
        }
        put(flash, physical, image.subarray(offset, offset + length));
        found = true;
    }
    if (!found) {
        fail('an ELF with nothing for the flash in it');
    }
}

function textAt(bytes, at) {
    return new TextDecoder('latin1').decode(bytes.subarray(at, bytes.indexOf(0, at)));
}

// The functions of an ELF, {address, name} by address: what its symbol table calls one. Throws where
// there is no such table.
export function symbolsOf(image) {
    const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
    if (image.length < 52 || view.getUint32(0, true) !== 0x464c457f) {
        fail('only an ELF has names of functions');
    }
    const [from, size, count] = [view.getUint32(32, true), view.getUint16(46, true), view.getUint16(48, true)];
    const section = (i) => [1, 4, 5, 6].map((n) => view.getUint32(from + i * size + 4 * n, true));
    const table = Array.from({ length: count }, (_, i) => i).find((i) => section(i)[0] === 2);
    if (table === undefined) {
        fail('an ELF without symbols');
    }
    const [, offset, length, link] = section(table);
    const names = section(link)[1];
    const symbols = [];
    for (let at = offset; at + 16 <= offset + length; at += 16) {
        const [name, value, info] = [view.getUint32(at, true), view.getUint32(at + 4, true), image[at + 12]];
        if ((info & 15) === 2) {
            symbols.push({ address: value & ~1, name: textAt(image, names + name) });
        }
    }
    return symbols.sort((a, b) => a.address - b.address);
}

function loadUf2(view, image, flash) {
    for (let at = 0; at + 512 <= image.length; at += 512) {
        const word = (n) => view.getUint32(at + n, true);
        if (word(0) !== 0x0a324655 || word(4) !== 0x9e5d5157 || word(508) !== 0x0ab16f30) {
            fail('a UF2 with a block that is none');
        }
        if (word(8) & 0x2000 && word(28) !== 0xe48bff56) {
            fail('a UF2 for another chip than an RP2040');
        }
        if (word(16) > 476) {
            fail('a UF2 with a block that is too long');
        }
        if (!(word(8) & 1)) {
            put(flash, word(12), image.subarray(at + 32, at + 32 + word(16)));
        }
    }
}
