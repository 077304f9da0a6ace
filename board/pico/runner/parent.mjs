// parent.mjs - the pipes to the emulator, whose child the runner is.
//
// Commands come as lines on standard input and are answered on standard output, one line each; what
// the firmware wants of card and flash is asked on descriptor 3 and answered on 4, in binary, while
// the processor stands still. docs/image-runner.md has both.

import fs from 'node:fs';

const [ASK, ANSWER] = [3, 4];
const CUT = -1000;

function readAll(fd, bytes) {
    for (let at = 0; at < bytes.length; ) {
        let got = 0;
        try {
            got = fs.readSync(fd, bytes, at, bytes.length - at, null);
        } catch (error) {
            if (error.code === 'EAGAIN') {
                continue;
            }
            throw error;
        }
        if (got === 0) {
            process.exit(0); // the parent is gone
        }
        at += got;
    }
    return bytes;
}

function writeAll(fd, bytes) {
    for (let at = 0; at < bytes.length; ) {
        try {
            at += fs.writeSync(fd, bytes, at, bytes.length - at);
        } catch (error) {
            if (error.code !== 'EAGAIN') {
                throw error;
            }
        }
    }
}

// One service of the parent: bytes, or a negative status.
function serve(op, a, b, payload) {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(op, 0);
    head.writeUInt32LE(a >>> 0, 4);
    head.writeUInt32LE(b >>> 0, 8);
    head.writeUInt32LE(payload ? payload.length : 0, 12);
    writeAll(ASK, payload ? Buffer.concat([head, payload]) : head);
    const answer = readAll(ANSWER, Buffer.alloc(8));
    const [status, length] = [answer.readInt32LE(0), answer.readUInt32LE(4)];
    const bytes = readAll(ANSWER, Buffer.alloc(length));
    return status !== 0 ? status : bytes;
}

export const parentCard = {
    read: (block) => serve(1, block, 1),
};

const statusOf = (answer) => (typeof answer === 'number' ? answer : 0);

export const parentJournal = {
    isCut: (status) => status === CUT,
    read: (offset, length) => serve(2, offset, length),
    program: (offset, bytes) => statusOf(serve(3, offset, 0, Buffer.from(bytes))),
    erase: (block) => statusOf(serve(4, block, 0)),
};

const encode = (text) => String(text).replace(/[^!-$&-<>-~]/g, (c) => encodeURIComponent(c).replace(/^[^%].*/, (s) => `%${s.charCodeAt(0).toString(16).padStart(2, '0')}`));

// Pairs as they came from the firmware are encoded already; own ones are numbers or plain words.
export function lineOf(pairs) {
    return Object.entries(pairs)
        .map(([key, value]) => `${key}=${value}`)
        .join(' ');
}

export function decode(value) {
    return decodeURIComponent(value);
}

export function answer(line, bytes) {
    writeAll(1, Buffer.from(`${line}\n`));
    if (bytes) {
        writeAll(1, bytes);
    }
}

export function refuse(text) {
    answer(`error ${encode(text)}`);
}

// Calls take(line) for each command, one after the other.
export function listen(take) {
    let text = '';
    let work = Promise.resolve();
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (part) => {
        text += part;
        for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
            const line = text.slice(0, end);
            text = text.slice(end + 1);
            work = work.then(() => take(line));
        }
    });
    process.stdin.on('end', () => work.then(() => process.exit(0)));
}
