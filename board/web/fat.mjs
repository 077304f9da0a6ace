// fat.mjs - files as a card: a FAT16 volume without a partition table, each file in one piece, with
// long names. For the browser, which has no folder to present; never written by the firmware.
//
// "FAT: General Overview of On-Disk Format" (Microsoft, 1.03), chapters 3 to 7.

const BLOCK = 512;
const CLUSTER_BLOCKS = 16;
const CLUSTER = BLOCK * CLUSTER_BLOCKS;
const RESERVED = 1;
const ROOT_ENTRIES = 512;
const FEWEST_CLUSTERS = 4200; // fewer would be FAT12
const MOST_CLUSTERS = 65000;

function shortName(i) {
    return `FILE${String(i).padStart(4, '0')}   `;
}

function checkSum(name) {
    let sum = 0;
    for (const letter of name) {
        sum = (((sum & 1) << 7) + (sum >> 1) + letter.charCodeAt(0)) & 255;
    }
    return sum;
}

// Entries of a long name, the last part first: 13 UTF-16 units each.
function longEntries(name, sum) {
    const units = [...Array(name.length).keys()].map((i) => name.charCodeAt(i));
    const count = Math.ceil(units.length / 13);
    const entries = [];
    for (let n = count; n >= 1; n--) {
        const entry = new DataView(new ArrayBuffer(32));
        entry.setUint8(0, n | (n === count ? 0x40 : 0));
        entry.setUint8(11, 0x0f);
        entry.setUint8(13, sum);
        const places = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];
        places.forEach((place, i) => {
            const at = (n - 1) * 13 + i;
            entry.setUint16(place, at < units.length ? units[at] : at === units.length ? 0 : 0xffff, true);
        });
        entries.push(new Uint8Array(entry.buffer));
    }
    return entries;
}

function fileEntry(name, cluster, size, when) {
    const entry = new DataView(new ArrayBuffer(32));
    [...name].forEach((letter, i) => entry.setUint8(i, letter.charCodeAt(0)));
    entry.setUint8(11, 0x20);
    entry.setUint16(22, (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1), true);
    entry.setUint16(24, ((when.getFullYear() - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(), true);
    entry.setUint16(26, cluster, true);
    entry.setUint32(28, size, true);
    return new Uint8Array(entry.buffer);
}

// files: [{name, bytes: Uint8Array, when: Date}]. A volume's bytes; throws where they are too many.
export function makeCard(files) {
    const needed = files.map((file) => Math.ceil(file.bytes.length / CLUSTER));
    const clusters = Math.max(FEWEST_CLUSTERS, needed.reduce((a, b) => a + b, 0) + 1);
    const fatBlocks = Math.ceil((2 * (clusters + 2)) / BLOCK);
    const rootAt = RESERVED + 2 * fatBlocks;
    const dataAt = rootAt + (32 * ROOT_ENTRIES) / BLOCK;
    const blocks = dataAt + clusters * CLUSTER_BLOCKS;
    if (clusters > MOST_CLUSTERS) {
        throw new Error('too much for the card');
    }
    const image = new Uint8Array(blocks * BLOCK);
    const view = new DataView(image.buffer);
    image.set([0xeb, 0x3c, 0x90, ...new TextEncoder().encode('KAGOJ   ')]);
    view.setUint16(11, BLOCK, true);
    view.setUint8(13, CLUSTER_BLOCKS);
    view.setUint16(14, RESERVED, true);
    view.setUint8(16, 2);
    view.setUint16(17, ROOT_ENTRIES, true);
    if (blocks < 65536) {
        view.setUint16(19, blocks, true);
    } else {
        view.setUint32(32, blocks, true);
    }
    view.setUint8(21, 0xf8);
    view.setUint16(22, fatBlocks, true);
    view.setUint8(38, 0x29);
    image.set(new TextEncoder().encode('KAGOJ      FAT16   '), 43);
    view.setUint16(510, 0xaa55, true);
    const setNext = (cluster, next) => {
        for (let copy = 0; copy < 2; copy++) {
            view.setUint16((RESERVED + copy * fatBlocks) * BLOCK + 2 * cluster, next, true);
        }
    };
    setNext(0, 0xfff8);
    setNext(1, 0xffff);
    let [cluster, entry] = [2, 0];
    const put = (bytes) => {
        if (entry >= ROOT_ENTRIES) {
            throw new Error('too many files for the card');
        }
        image.set(bytes, rootAt * BLOCK + 32 * entry++);
    };
    files.forEach((file, i) => {
        const name = shortName(i);
        longEntries(file.name, checkSum(name)).forEach(put);
        put(fileEntry(name, needed[i] > 0 ? cluster : 0, file.bytes.length, file.when));
        image.set(file.bytes, (dataAt + (cluster - 2) * CLUSTER_BLOCKS) * BLOCK);
        for (let n = 0; n < needed[i]; n++, cluster++) {
            setNext(cluster, n + 1 < needed[i] ? cluster + 1 : 0xffff);
        }
    });
    return image;
}
