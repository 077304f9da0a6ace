// page.mjs - the firmware's image in a browser: an emulated RP2040 with our models on its pins, the
// panel on a canvas, buttons to click, and a place to drop an EPUB on.

import { Simulator } from 'rp2040js';

import { makeCard } from './fat.mjs';
import { flashOf } from './elf.mjs';
import { JOURNAL_BYTES, Machine } from './machine.mjs';
import { Turns } from './turns.mjs';
import { openWires } from './wires.mjs';

const FLASH_BYTES = 2 * 1024 * 1024;
const FRAME_MS = 12; // of work for a frame of the screen
const STEP_NANOS = 2e6;
const DRAW_MS = 60;
const KEYS = [
    ['prev', 'আগে'], ['next', 'পরে'], ['up', 'ওপরে'], ['down', 'নিচে'], ['left', 'বাঁয়ে'], ['right', 'ডানে'],
    ['select', 'বাছুন'], ['back', 'ফিরুন'], ['menu', 'মেনু'], ['power', 'ঘুম'],
];

const say = (text) => {
    document.getElementById('status').textContent = text;
};

async function bytesOf(name) {
    const answer = await fetch(name);
    if (!answer.ok) {
        throw new Error(`${name}: ${answer.status}`);
    }
    return new Uint8Array(await answer.arrayBuffer());
}

// The journal, as long as the page is open: NOR flash, so a program only clears bits.
function makeJournal() {
    const bytes = new Uint8Array(JOURNAL_BYTES).fill(0xff);
    return {
        read: (offset, length) => bytes.slice(offset, offset + length),
        program(offset, page) {
            page.forEach((byte, i) => {
                bytes[offset + i] &= byte;
            });
            return 0;
        },
        erase(block) {
            bytes.fill(0xff, block * 4096, block * 4096 + 4096);
            return 0;
        },
    };
}

const journal = makeJournal();
let running = null;

class Device {
    constructor(wires, flash, rotation) {
        this.wires = wires;
        this.rotation = rotation;
        this.machine = new Machine({ Simulator, flash, wires, journal, log: (text) => console.log(text) });
        this.turns = new Turns(this.machine);
        const take = this.machine.onLine;
        this.machine.onLine = (line) => {
            if (line.startsWith('# board=')) {
                this.machine.type('trace on'); // a device as it comes is silent
            }
            take(line);
        };
        this.shown = null;
        this.canvas = document.getElementById('panel');
        this.debt = 0;
        this.last = performance.now();
    }

    press(key) {
        this.turns.begin();
        this.machine.press(key);
    }

    // Lets as much of the device's time go by as passed here, or as this computer manages.
    frame() {
        const now = performance.now();
        this.debt = Math.min(this.debt + (now - this.last) * 1e6, 250e6);
        this.last = now;
        while (this.debt > 0 && performance.now() - now < FRAME_MS) {
            this.machine.run(Math.min(STEP_NANOS, this.debt), () => this.turns.told !== null);
            this.debt -= STEP_NANOS;
            if (this.turns.told) {
                const turn = this.turns.close();
                this.rotation = Number(turn.rotation);
                this.turnCount = (this.turnCount ?? 0) + 1;
                say(`${turn.view} · ${turn.refresh}`);
            }
        }
        if (now - (this.drawn ?? 0) > DRAW_MS) {
            this.drawn = now;
            this.draw();
        }
    }

    // As the reader holds it: tones turned by its rotation.
    page() {
        const [w, h] = [this.wires.calls.wires_width(), this.wires.calls.wires_height()];
        const tones = this.wires.tones();
        const turned = this.rotation % 180 !== 0;
        const [width, height] = turned ? [h, w] : [w, h];
        const out = new Uint8Array(width * height);
        const at = {
            0: (x, y) => y * w + x,
            90: (x, y) => x * w + (w - 1 - y),
            180: (x, y) => (h - 1 - y) * w + (w - 1 - x),
            270: (x, y) => (h - 1 - x) * w + y,
        }[this.rotation];
        for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
                out[y * width + x] = tones[at(x, y)];
            }
        }
        return { width, height, tones: out };
    }

    draw() {
        const { width, height, tones } = this.page();
        if (this.shown && this.canvas.width === width && tones.every((tone, i) => tone === this.shown[i])) {
            return;
        }
        this.shown = tones;
        Object.assign(this.canvas, { width, height });
        const context = this.canvas.getContext('2d');
        const picture = context.createImageData(width, height);
        tones.forEach((tone, i) => picture.data.set([tone, tone, tone, 255], 4 * i));
        context.putImageData(picture, 0, 0);
    }
}

async function start(files) {
    const settings = await (await fetch('device.json')).json();
    const [wasm, image] = await Promise.all([bytesOf('wires.wasm'), bytesOf('kagoj.elf')]);
    const flash = flashOf(image, FLASH_BYTES);
    const card = makeCard(files);
    const wires = await openWires(wasm, {
        board: settings.board,
        glass: settings.glass,
        card: {
            blocks: card.length / 512,
            kind: 2,
            serial: files.length + 1,
            read: (block) => card.subarray(block * 512, block * 512 + 512),
        },
    });
    running = new Device(wires, flash, 270);
    window.kagoj = running;
}

async function samples() {
    const settings = await (await fetch('device.json')).json();
    return Promise.all(
        settings.card.map(async ({ name, file, when }) => ({ name, bytes: await bytesOf(file), when: new Date(when) })),
    );
}

async function take(list) {
    const files = await Promise.all(
        [...list].map(async (file) => ({
            name: file.name,
            bytes: new Uint8Array(await file.arrayBuffer()),
            when: new Date(file.lastModified),
        })),
    );
    if (files.length > 0) {
        await start(files);
    }
}

const complain = (error) => say(`চালানো গেল না: ${error.message}`);

function tick() {
    try {
        running?.frame();
        requestAnimationFrame(tick);
    } catch (error) {
        complain(error);
    }
}

for (const [key, label] of KEYS) {
    const button = document.createElement('button');
    button.textContent = label;
    button.id = `key-${key}`;
    button.onclick = () => running?.press(key);
    document.getElementById('buttons').append(button);
}
document.addEventListener('keydown', (event) => {
    const keys = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Enter: 'select', Backspace: 'back', PageDown: 'next', PageUp: 'prev', m: 'menu' };
    if (keys[event.key]) {
        event.preventDefault();
        running?.press(keys[event.key]);
    }
});
document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('drop');
});
document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('drop');
    take(event.dataTransfer.files).catch(complain);
});
document.getElementById('file').onchange = (event) => take(event.target.files).catch(complain);

samples().then(start).then(tick).catch(complain);
