// runner.mjs - boots the firmware's image in rp2040js, with our models on its pins, for kagoj-emulator
// --image, which is its parent: see parent.mjs and docs/image-runner.md.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Simulator } from 'rp2040js';

import { flashOf } from './elf.mjs';
import { DEFAULTS_BYTES, JOURNAL_BYTES, Machine } from './machine.mjs';
import { answer, decode, lineOf, listen, parentCard, parentJournal, refuse } from './parent.mjs';
import { Profile } from './profile.mjs';
import { pairsOf, Turns } from './turns.mjs';
import { openWires } from './wires.mjs';

const HELD_AT_START_NANOS = 0.5e9;
const FLASH_BYTES = 2 * 1024 * 1024;
const here = path.dirname(fileURLToPath(import.meta.url));

let machine = null;
let turns = null;

function defaultsInto(flash, hex) {
    if (hex) {
        flash.set(Buffer.from(hex, 'hex'), flash.length - JOURNAL_BYTES - DEFAULTS_BYTES);
    }
}

async function open(pairs) {
    const wasm = fs.readFileSync(process.env.KAGOJ_WIRES ?? path.join(here, 'wires.wasm'));
    const image = fs.readFileSync(decode(pairs.image));
    const flash = flashOf(image, FLASH_BYTES);
    defaultsInto(flash, pairs.defaults);
    const card =
        pairs.card === 'none'
            ? null
            : { blocks: Number(pairs.card), kind: Number(pairs.card_kind), serial: Number(pairs.card_serial), read: parentCard.read };
    const wires = await openWires(wasm, { board: decode(pairs.board), glass: decode(pairs.glass), card });
    if (pairs.stuck === '1') {
        wires.calls.wires_stick(1);
    }
    wires.calls.wires_battery(Number(pairs.battery ?? 100), 0);
    const counted = { erases: 0, programs: 0 };
    const journal = {
        read: parentJournal.read,
        erase(block) {
            counted.erases++;
            return parentJournal.erase(block);
        },
        program(offset, bytes) {
            counted.programs++;
            return parentJournal.program(offset, bytes);
        },
    };
    machine = new Machine({ Simulator, flash, wires, journal, countsCache: pairs.cache === '1', log: (text) => process.stderr.write(`runner: ${text}\n`) });
    machine.profile = pairs.profile ? new Profile(image, decode(pairs.profile)) : null;
    turns = new Turns(machine);
    turns.flash = counted;
    if (Number(pairs.gdb) > 0) {
        const { GDBTCPServer } = await import('rp2040js/gdb-tcp-server');
        machine.isDebugged = true;
        machine.isHeld = true; // until the debugger lets it go
        new GDBTCPServer(machine.debuggee, Number(pairs.gdb));
        process.stderr.write(`runner: waiting for a debugger at port ${pairs.gdb}: target remote :${pairs.gdb}, continue\n`);
    }
    if (pairs.hold) {
        const button = wires.button(pairs.hold);
        if (!button) {
            throw new Error(`the board has no button for ${pairs.hold}`);
        }
        machine.setButton(button.pin, false);
        machine.plan({ nanos: HELD_AT_START_NANOS, pin: button.pin, level: true });
    }
    return 'ok';
}

async function settled() {
    const pairs = await turns.settle();
    if (pairs === null) {
        const last = machine.lines.slice(-3).join(' | ');
        throw new Error(`the firmware shows nothing any more; it said: ${last}`);
    }
    return `ok ${lineOf(pairs)}`;
}

async function marksLine() {
    const marks = await turns.takeMarks();
    return `ok ${marks
        .map((mark) => `${mark.name}:${mark.size}:${mark.peak}`)
        .join(' ')}`;
}

function facts() {
    const { calls } = machine.wires;
    const errors = machine.wires.errors();
    const head = `ok total_uj=${calls.wires_total_uj()} refreshes=${calls.wires_refreshes()} starts=${machine.starts} events=${machine.wires.errorCount()} kept=${errors.length}`;
    const lines = errors.map((e) => `${e.chip} ${e.ms.toFixed(3)} ${e.command} ${e.value} ${e.text}`);
    return [head, ...lines].join('\n');
}

function look() {
    const { calls } = machine.wires;
    const tones = machine.wires.tones();
    answer(`ok width=${calls.wires_width()} height=${calls.wires_height()} bytes=${tones.length}`, tones);
}

function push(key) {
    if (!machine.press(key)) {
        throw new Error(`the board has no button for ${key}`);
    }
    return 'ok';
}

// Time goes by, up to the end of a turn.
async function advance(nanos) {
    if (turns.told === null) {
        await machine.go(nanos, () => {
            turns.watchRefresh();
            return turns.told !== null;
        });
    }
    return `ok turned=${turns.told !== null ? 1 : 0} idle=${machine.isResting ? 1 : 0} cut=${machine.cut ? 1 : 0} now_us=${Math.round(machine.nanos / 1000)}`;
}

const commands = {
    open: (rest) => open(pairsOf(`open ${rest}`)),
    begin: () => {
        turns.begin();
        return 'ok';
    },
    settle: settled,
    push,
    sleep: () => {
        machine.type('sleep');
        return 'ok';
    },
    battery: (rest) => {
        const [percent, charging] = rest.split(' ').map(Number);
        machine.setBattery(percent, charging === 1);
        machine.type('battery');
        return 'ok';
    },
    eject: () => {
        machine.setCard(false);
        return 'ok';
    },
    insert: () => {
        machine.setCard(true);
        return 'ok';
    },
    wait: (rest) => advance(Number(rest) * 1e6),
    advance: (rest) => advance(Number(rest) * 1e3),
    marks: marksLine,
    digest: async (rest) => {
        const digest = await turns.takeDigest(decode(rest));
        return digest ? `ok ${lineOf(digest)}` : 'error no%20answer';
    },
    facts,
    console: (rest) => {
        machine.type(decode(rest));
        return 'ok';
    },
    printed: () => [`ok lines=${machine.lines.length}`, ...machine.lines.splice(0)].join('\n'),
    quit: () => process.exit(0),
};

listen(async (line) => {
    const [word, ...rest] = line.split(' ');
    try {
        if (word === 'look') {
            look();
        } else if (!(word in commands) || (machine === null && word !== 'open')) {
            refuse(`no command ${word}`);
        } else {
            answer(await commands[word](rest.join(' ')));
        }
    } catch (error) {
        refuse(error.message);
    }
});
