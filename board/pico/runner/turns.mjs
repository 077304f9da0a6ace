// turns.mjs - what a turn of the reader was and what it cost, told by the firmware's own trace and by
// what is on its wires.

const LIMIT_NANOS = 120e9;

// "@turn key=value ..." as an object; %XX are the bytes of a string.
export function pairsOf(line) {
    const pairs = {};
    for (const word of line.split(' ').slice(1)) {
        const at = word.indexOf('=');
        pairs[word.slice(0, at)] = word.slice(at + 1);
    }
    return pairs;
}

export class Turns {
    constructor(machine) {
        this.machine = machine;
        this.told = null; // the trace of the turn that is over
        this.last = null;
        this.marks = null;
        this.counted = { blocks: 0, nanos: 0, awake: 0, busy: 0, erases: 0, programs: 0 };
        this.flash = { erases: 0, programs: 0 };
        machine.onLine = (line) => this.take(line);
        this.begin();
    }

    take(line) {
        if (line.startsWith('@turn')) {
            this.told = pairsOf(line);
        } else if (line.startsWith('@mark ') && this.marks) {
            this.marks.push(pairsOf(line));
        } else if (line.startsWith('@marks')) {
            this.marksDone = true;
        } else if (line.startsWith('@digest')) {
            this.digest = pairsOf(line);
        }
    }

    // A key goes down, or whatever begins a turn.
    begin() {
        const { machine } = this;
        this.from = { nanos: machine.nanos, cycles: machine.cycles, cache: machine.cacheCycles, busy: machine.wires.calls.wires_busy_us() };
        this.refreshes = machine.wires.calls.wires_refreshes();
        this.setCycles = 0;
        this.setCacheCycles = 0;
        this.setNanos = 0;
        machine.profile?.begin();
    }

    watchRefresh() {
        const { machine } = this;
        if (this.setCycles === 0 && machine.wires.calls.wires_refreshes() !== this.refreshes) {
            this.setCycles = machine.cycles - this.from.cycles;
            this.setCacheCycles = machine.cacheCycles - this.from.cache;
            this.setNanos = machine.nanos - this.from.nanos;
            machine.profile?.end();
        }
    }

    // Runs until the turn under way is over: its pairs; with end=1 where there was none; null where
    // the firmware is dead.
    async settle() {
        const { machine } = this;
        const [until, starts] = [machine.nanos + LIMIT_NANOS, machine.starts];
        await machine.go(LIMIT_NANOS, () => {
            this.watchRefresh();
            return this.told !== null || (machine.isResting && machine.nanos > this.from.nanos + 60e6);
        });
        if (machine.cut) {
            return { cut: 1 };
        }
        if (this.told === null && machine.nanos >= until) {
            return null;
        }
        return { ...this.close(), starts: machine.starts - starts };
    }

    close() {
        const { machine } = this;
        const { calls } = machine.wires;
        const end = this.told === null;
        this.last = this.told ?? this.last ?? {};
        this.told = null;
        const now = {
            blocks: calls.wires_blocks(),
            nanos: machine.nanos,
            awake: machine.awakeNanos,
            erases: this.flash.erases,
            programs: this.flash.programs,
        };
        const awake = (now.awake - this.counted.awake) / 1000;
        const all = (now.nanos - this.counted.nanos) / 1000;
        const uj = calls.wires_spend(Math.round(awake), Math.max(0, Math.round(all - awake)));
        const costs = {
            busy_us: Math.round(calls.wires_busy_us() - this.from.busy),
            total_us: Math.round((machine.nanos - this.from.nanos) / 1000),
            uj: Math.round(uj),
            ghost: calls.wires_ghost(),
            ghost_worst: calls.wires_ghost_worst(),
            card_blocks: now.blocks - this.counted.blocks,
            erases: now.erases - this.counted.erases,
            programs: now.programs - this.counted.programs,
            cycles: machine.cycles - this.from.cycles,
            set_cycles: this.setCycles,
            cache_cycles: this.setCacheCycles,
            set_us: Math.round(this.setNanos / 1000),
            now_us: Math.round(machine.nanos / 1000),
            refreshes: calls.wires_refreshes(),
        };
        this.counted = now;
        return { ...this.last, ...(end ? { refresh: 'none', keys: 0, end: 1 } : {}), ...costs };
    }

    // A command of the console, until done() or for a second of the device's time.
    async ask(text, done) {
        this.machine.type(text);
        await this.machine.go(60e9, done);
    }

    async takeMarks() {
        this.marks = [];
        this.marksDone = false;
        await this.ask('marks', () => this.marksDone);
        const { marks } = this;
        this.marks = null;
        return marks;
    }

    async takeDigest(file) {
        this.digest = null;
        await this.ask(`digest ${file}`, () => this.digest !== null);
        return this.digest;
    }
}
