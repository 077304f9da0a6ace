// wires.mjs - wires.wasm as an object: what hangs on a board's pins. See wires.c.

const PAGE = 65536;

// card: {blocks, kind, serial, read(block) -> Uint8Array(512) or a negative status}, or null.
export async function openWires(wasm, { board, glass, card }) {
    let memory;
    const host = {
        card_read(block, at) {
            const bytes = card.read(block >>> 0);
            if (typeof bytes === 'number') {
                return bytes;
            }
            new Uint8Array(memory.buffer, at >>> 0, 512).set(bytes);
            return 0;
        },
    };
    const { instance } = await WebAssembly.instantiate(wasm, { host });
    const calls = instance.exports;
    memory = calls.memory;
    if (memory.buffer.byteLength % PAGE !== 0) {
        throw new Error('no memory of WebAssembly');
    }
    const text = calls.wires_text() >>> 0;

    function say(name) {
        const bytes = new TextEncoder().encode(name).subarray(0, 127);
        const room = new Uint8Array(memory.buffer, text, 128);
        room.set(bytes);
        room[bytes.length] = 0;
    }
    function said() {
        const room = new Uint8Array(memory.buffer, text, 128);
        return new TextDecoder().decode(room.subarray(0, room.indexOf(0)));
    }

    say(board);
    const boardNumber = calls.wires_find_board();
    if (boardNumber < 0) {
        throw new Error(`no firmware runs on a board ${board}`);
    }
    say(glass);
    const glassNumber = calls.wires_find_glass();
    if (glassNumber < 0) {
        throw new Error(`no model of a panel with a ${glass}`);
    }
    const { blocks, kind, serial } = card ?? { blocks: 0, kind: 2, serial: 0 };
    if (calls.wires_open(boardNumber, glassNumber, blocks, kind, serial) !== 0) {
        throw new Error('the wires cannot be opened');
    }

    const buttons = [];
    for (let i = 0; calls.wires_button_pin(i) >= 0; i++) {
        buttons.push(calls.wires_button_pin(i));
    }

    function errorsOf(chip) {
        const list = [];
        for (let i = 0; calls[`wires_${chip}_error`](i); i++) {
            const part = (n) => calls[`wires_${chip}_error_part`](i, n);
            list.push({ chip, ms: part(0) / 1000, command: part(1), value: part(2), text: said() });
        }
        return list;
    }

    return {
        calls,
        buttons,
        // {pin, held} of the key, or null where the board has no button for it
        button(key) {
            say(key);
            const found = calls.wires_button();
            return found < 0 ? null : { pin: found & 255, held: found >= 256 };
        },
        // Tones of the glass, the panel's own way up; a copy.
        tones() {
            const [at, size] = [calls.wires_tones() >>> 0, calls.wires_width() * calls.wires_height()];
            return new Uint8Array(memory.buffer, at, size).slice();
        },
        errors: () => [...errorsOf('panel'), ...errorsOf('card')],
        errorCount: () => calls.wires_panel_errors() + calls.wires_card_errors(),
    };
}
