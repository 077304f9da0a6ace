// machine.mjs - a board with the firmware's own image in an emulated RP2040 (rp2040js): processor,
// flash, pins and buses, and the clock that all of them share.
//
// Nothing of node or a browser is used here. Real time is that of the processor's clock; what is on
// the wires (wires.mjs) is brought up to it whenever it is touched.

import { installBootRom } from './bootrom.mjs';
import { FlashCache, MISS_CYCLES } from './cache.mjs';

export const JOURNAL_BYTES = 65536;
export const DEFAULTS_BYTES = 4096;
const DEBOUNCE_MS = 20; // between edges of one button: four times what the firmware waits
const HELD_MS = 750; // a hold is one after 600, and comes again after 1100
const LOOK_US = 100; // at BUSY, while the panel is
const WATCH_US = 1000; // and so long after it was written to
const RESTING_US = 200_000; // nothing is due for so long: the firmware has nothing to do
const DEBUG_SLICE_NANOS = 2e6;
const BUTTON_FREE = true;
const CRYSTAL_HZ = 12e6;

export class Machine {
    // RP2040, Simulator: of rp2040js. flash: Uint8Array of the chip's size with the image in it.
    // journal: {read(offset, length), program(offset, bytes), erase(block)}: bytes or a status.
    constructor({ Simulator, flash, wires, journal, log, countsCache }) {
        Object.assign(this, { Simulator, wires, journal });
        this.cache = countsCache ? new FlashCache() : null;
        this.log = log ?? (() => {});
        this.flashImage = flash;
        this.past = 0; // nanoseconds before this start of the processor, and those it was dormant
        this.cycles = 0; // in which the processor ran
        this.awakeNanos = 0;
        this.wiresMicros = 0;
        this.lines = []; // of the console, whole ones
        this.line = '';
        this.levels = new Map(); // of buttons: false is down
        this.edges = []; // to come: {nanos, pin, level}
        this.lastEdge = 0;
        this.cut = false;
        this.starts = 0;
        this.isDebugged = false; // a debugger may attach
        this.profile = null; // see profile.mjs
        this.isHeld = false; // by it
        this.onLine = () => {};
        for (const pin of wires.buttons) {
            this.levels.set(pin, BUTTON_FREE);
        }
        this.boot(null);
    }

    get cacheCycles() {
        return this.cache ? this.cache.misses * MISS_CYCLES : 0;
    }

    get nanos() {
        return this.past + this.clock.nanos;
    }

    // --- A start: of power, or after a reset that leaves memory as it is.

    boot(before) {
        const simulator = new this.Simulator();
        this.clock = simulator.clock;
        this.mcu = simulator.rp2040;
        this.mcu.logger = { debug() {}, info() {}, warn() {}, error: (part, text) => this.log(`${part}: ${text}`) };
        this.mcu.flash.set(this.flashImage);
        if (before) {
            this.mcu.sram.set(before.sram);
        }
        this.cache?.watch(this.mcu);
        this.connectFlash();
        this.connectXosc();
        this.connectWatchdog(before);
        this.connectPins();
        this.connectBuses();
        this.mcu.uart[0].onByte = (byte) => this.takeByte(byte);
        const { core } = this.mcu;
        core.VTOR = 0x10000100;
        core.reset();
        core.VTOR = 0x10000100;
        core.SP = this.mcu.readUint32(0x10000100);
        core.PC = this.mcu.readUint32(0x10000104) & ~1;
        this.dormant = false;
        this.resetWanted = false;
        this.starts++;
    }

    restart() {
        const before = this.mcu;
        this.past += this.clock.nanos;
        this.flashImage = before.flash.slice(0, this.flashImage.length);
        this.boot(before);
    }

    connectWatchdog(before) {
        const at = 0x40058;
        const watchdog = this.mcu.peripherals[at];
        watchdog.onWatchdogTrigger = () => {
            this.resetWanted = true;
            this.halted = true;
            watchdog.alarm.enable = false; // it bites once
        };
        if (before) {
            watchdog.reason = before.peripherals[at].reason;
            watchdog.scratchData.set(before.peripherals[at].scratchData);
        }
    }

    // The journal is at the end of the flash; a write elsewhere is the firmware's mistake.
    connectFlash() {
        const { flash } = this.mcu;
        const from = this.flashImage.length - JOURNAL_BYTES;
        const refresh = (offset, length) => {
            const bytes = this.journal.read(offset, length);
            if (typeof bytes !== 'number') {
                flash.set(bytes, from + offset);
            }
        };
        const work = (offset, does) => {
            if (offset < from) {
                this.log(`flash: a write at 0x${offset.toString(16)}, which is not the journal's`);
                return;
            }
            const status = does();
            this.cut = this.cut || status === -1000;
        };
        refresh(0, JOURNAL_BYTES);
        installBootRom(this.mcu, {
            erase: (offset) => {
                work(offset, () => this.journal.erase((offset - from) / 4096));
                refresh(offset - from, 4096);
                this.passFlashTime(45000);
            },
            // Bytes that are FF are not programmed: only those between the first and the last other.
            program: (offset, page) => {
                let [first, end] = [0, page.length];
                while (first < end && page[first] === 0xff) {
                    first++;
                }
                while (end > first && page[end - 1] === 0xff) {
                    end--;
                }
                if (end > first) {
                    work(offset, () => this.journal.program(offset - from + first, page.subarray(first, end)));
                    refresh(offset - from, page.length);
                    this.passFlashTime(Math.min(400, 30 + ((end - first - 1) * 2500) / 1000));
                }
            },
        });
    }

    // The processor waits in the boot ROM. Figures as in flash_model.c.
    passFlashTime(us) {
        this.clock.tick(us * 1000);
        this.awakeNanos += us * 1000;
    }

    // Writing "coma" stops the crystal and with it everything, until a button's edge.
    connectXosc() {
        const xosc = this.mcu.peripherals[0x40024];
        const write = xosc.writeUint32.bind(xosc);
        xosc.writeUint32 = (offset, value) => {
            if (offset === 0x08 && value >>> 0 === 0x636f6d61) {
                this.dormant = !this.isWaking();
                this.halted = true;
            } else {
                write(offset, value);
            }
        };
        const io = this.mcu.peripherals[0x40014];
        const [readIo, writeIo] = [io.readUint32.bind(io), io.writeUint32.bind(io)];
        this.wakers = [0, 0, 0, 0]; // DORMANT_WAKE_INTE0..3: four bits a pin
        io.readUint32 = (offset) =>
            offset >= 0x160 && offset < 0x170 ? this.wakers[(offset - 0x160) / 4] : readIo(offset);
        io.writeUint32 = (offset, value) => {
            if (offset >= 0x160 && offset < 0x170) {
                this.wakers[(offset - 0x160) / 4] = value >>> 0;
            } else {
                writeIo(offset, value);
            }
        };
    }

    // An edge that the dormant state is to end at, and that was not taken notice of yet.
    isWaking() {
        return this.wires.buttons.some((pin) => {
            const mask = (this.wakers[pin >> 3] >>> (4 * (pin & 7))) & 15;
            return (this.mcu.gpio[pin].irqStatus & mask & 12) !== 0;
        });
    }

    // --- The wires.

    sync() {
        const now = Math.floor(this.nanos / 1000);
        while (this.wiresMicros < now) {
            const step = Math.min(now - this.wiresMicros, 0x7fffffff);
            this.wires.calls.wires_advance(step);
            this.wiresMicros += step;
        }
    }

    connectPins() {
        const { calls } = this.wires;
        this.inputs = [];
        this.mcu.gpio.forEach((gpio, pin) => {
            if (this.levels.has(pin)) {
                gpio.setInputValue(this.levels.get(pin));
            } else if (calls.wires_level(pin) >= 0) {
                this.inputs.push(pin);
                gpio.setInputValue(calls.wires_level(pin) === 1);
            } else {
                gpio.addListener((state) => {
                    if (state === 0 || state === 1) {
                        this.sync();
                        calls.wires_drive(pin, state);
                        this.watch();
                    }
                });
            }
        });
        this.mcu.adc.channelValues[calls.wires_adc_channel()] = calls.wires_adc();
        this.looker = this.clock.createAlarm(() => this.look());
        this.isWatching = false;
        this.watchUntil = 0;
    }

    // A controller may take its time to say that it is busy (the UC8179 0.2 ms).
    watch() {
        this.watchUntil = this.nanos + WATCH_US * 1000;
        if (!this.isWatching) {
            this.look();
        }
    }

    // Inputs as they are now; again soon, while the panel is busy.
    look() {
        this.sync();
        for (const pin of this.inputs) {
            const high = this.wires.calls.wires_level(pin) === 1;
            if (this.mcu.gpio[pin].rawInputValue !== high) {
                this.mcu.gpio[pin].setInputValue(high);
            }
        }
        this.isWatching = this.nanos < this.watchUntil || this.wires.calls.wires_is_busy() !== 0;
        if (this.isWatching) {
            this.looker.schedule(LOOK_US * 1000);
        }
    }

    connectBuses() {
        const { calls } = this.wires;
        this.mcu.spi.forEach((spi, i) => {
            let back = 0xff;
            let hz = 0;
            const done = this.clock.createAlarm(() => spi.completeTransmit(back));
            spi.onTransmit = (byte) => {
                this.sync();
                if (spi.clockFrequency !== hz) {
                    hz = spi.clockFrequency;
                    calls.wires_clock(i, Math.round(hz));
                }
                back = calls.wires_exchange(i, byte & 0xff);
                this.watch();
                done.schedule(8e9 / (hz || 1e6));
            };
        });
    }

    // --- The console.

    takeByte(byte) {
        if (byte !== 10) {
            this.line += String.fromCharCode(byte);
            return;
        }
        const { line } = this;
        this.line = '';
        this.lines.push(line);
        if (this.lines.length > 1000) {
            this.lines.shift();
        }
        this.onLine(line);
        this.halted = true; // whoever waits for the line gets the processor as it was then
    }

    type(text) {
        for (const letter of `${text}\n`) {
            this.mcu.uart[0].feedByte(letter.charCodeAt(0));
        }
    }

    // --- Buttons, battery, card.

    setButton(pin, free) {
        this.levels.set(pin, free);
        this.mcu.gpio[pin].setInputValue(free);
        this.dormant = this.dormant && !this.isWaking();
    }

    plan(edge) {
        this.edges.push(edge);
        this.edges.sort((one, other) => one.nanos - other.nanos);
    }

    // Plays a key on its button: false where the board has none for it. The edges come as time goes.
    press(key) {
        const button = this.wires.button(key);
        if (!button) {
            return false;
        }
        const from = Math.max(this.nanos, this.lastEdge + DEBOUNCE_MS * 1e6);
        const to = from + (button.held ? HELD_MS : DEBOUNCE_MS) * 1e6;
        this.plan({ nanos: from, pin: button.pin, level: false });
        this.plan({ nanos: to, pin: button.pin, level: true });
        this.lastEdge = to;
        return true;
    }

    setBattery(percent, charging) {
        this.wires.calls.wires_battery(percent, charging ? 1 : 0);
        this.mcu.adc.channelValues[this.wires.calls.wires_adc_channel()] = this.wires.calls.wires_adc();
        this.look();
    }

    setCard(in_) {
        this.wires.calls.wires_insert(in_ ? 1 : 0);
        this.look();
    }

    // --- Time.

    playEdges() {
        while (this.edges.length > 0 && this.edges[0].nanos <= this.nanos) {
            const { pin, level } = this.edges.shift();
            this.setButton(pin, level);
        }
    }

    // Nothing is left for the firmware to do, until something happens.
    get isResting() {
        if (this.edges.length > 0) {
            return false;
        }
        if (this.dormant) {
            return true; // whatever a sleeping panel's line says
        }
        const isIdle = this.mcu.core.waiting && !this.wires.calls.wires_is_busy();
        return isIdle && this.clock.nanosToNextAlarm > RESTING_US * 1000;
    }

    // Runs until stop() is true, or nanos have gone by. stop is asked every few hundred instructions.
    run(nanos, stop) {
        const until = this.nanos + nanos;
        while (this.nanos < until && !this.cut && !stop()) {
            this.playEdges();
            if (this.resetWanted) {
                this.restart();
            }
            const next = Math.min(until, this.edges.length > 0 ? this.edges[0].nanos : Infinity);
            if (this.dormant) {
                this.past += Math.max(1, next - this.nanos); // the processor's own timer stands still
            } else if (this.mcu.core.waiting) {
                const [wait, room] = [this.clock.nanosToNextAlarm, next - this.nanos];
                this.clock.tick(Math.max(1, wait > 0 ? Math.min(wait, room) : room)); // never nothing
            } else {
                this.runSome(next);
            }
        }
        this.sync();
    }

    // The same, where a debugger may hold the processor meanwhile and wants to be heard.
    async go(nanos, stop) {
        if (!this.isDebugged) {
            this.run(nanos, stop);
            return;
        }
        const until = this.nanos + nanos;
        while (this.nanos < until && !this.cut && !stop()) {
            if (!this.isHeld) {
                this.run(Math.min(DEBUG_SLICE_NANOS, until - this.nanos), () => this.isHeld || stop());
            }
            await new Promise((resolve) => setTimeout(resolve, this.isHeld ? 5 : 0));
        }
    }

    // What rp2040js's debugger talks to.
    get debuggee() {
        const machine = this;
        return {
            get rp2040() {
                return machine.mcu;
            },
            get executing() {
                return !machine.isHeld;
            },
            execute() {
                machine.isHeld = false;
            },
            stop() {
                machine.isHeld = true;
                machine.halted = true;
            },
        };
    }

    executeCounted(core) {
        const [address, missed] = [core.PC, this.cacheCycles];
        const some = core.executeInstruction();
        if (this.profile.isCounting) {
            this.profile.count(address, some, this.cacheCycles - missed);
        }
        return some;
    }

    runSome(next) {
        const { clock } = this;
        const { core } = this.mcu;
        const nano = 1e9 / (this.mcu.clkSys || CRYSTAL_HZ);
        const room = Math.max(1, Math.min(500, Math.floor((next - this.nanos) / nano)));
        let cycles = 0;
        this.halted = false;
        for (let i = 0; i < room && !core.waiting && !this.halted; i++) {
            const some = this.profile ? this.executeCounted(core) : core.executeInstruction();
            cycles += some;
            clock.tick(some * nano);
        }
        this.cycles += cycles;
        this.awakeNanos += cycles * nano;
    }
}
