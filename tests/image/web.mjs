// web.mjs - the page in headless Chromium: it boots, a button is clicked, a file is dropped, and each
// time the canvas shows, to the bit, what the native emulator does.
//
// usage: node web.mjs SITE PLAYWRIGHT_FOLDER KAGOJ_EMULATOR CARD ARTICLE WORK

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';

const [site, modules, emulator, card, article, work] = process.argv.slice(2);
const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => fs.existsSync(file));
if (!chromiumPath) {
    console.log('no chromium');
    process.exit(77);
}
const { chromium } = createRequire(path.resolve(modules, 'package.json'))('playwright-core');
const { serve } = await import(new URL('../../board/web/serve.mjs', import.meta.url));

// The tones of a gray PNG of 8 bits that the emulator wrote: no filters.
function tonesOf(file) {
    const png = fs.readFileSync(file);
    const parts = [];
    let [width, at] = [0, 8];
    while (at < png.length) {
        const [length, type] = [png.readUInt32BE(at), png.toString('latin1', at + 4, at + 8)];
        if (type === 'IHDR') {
            width = png.readUInt32BE(at + 8);
        } else if (type === 'IDAT') {
            parts.push(png.subarray(at + 8, at + 8 + length));
        }
        at += 12 + length;
    }
    const raw = zlib.inflateSync(Buffer.concat(parts));
    return Buffer.concat([...Array(raw.length / (width + 1)).keys()].map((y) => raw.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))));
}

function native(name, keys, what) {
    const shots = path.join(work, name);
    execFileSync(emulator, ['--headless', '--board', 'openbook-c1', '--battery', '100', '--state', path.join(work, `${name}.state`), '--keys', keys, '--shots', shots, what], { stdio: 'ignore' });
    return fs.readdirSync(shots).sort().map((file) => tonesOf(path.join(shots, file)));
}

fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(path.join(work, 'one'), { recursive: true });
fs.copyFileSync(article, path.join(work, 'one', path.basename(article)));
const server = await serve(site, 0);
const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let failed = 0;
try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => {
        console.log(`FAILED the page: ${error.message}`);
        failed = 1;
    });
    await page.goto(`${'http'}://127.0.0.1:${server.address().port}/`);
    const settle = (turns) =>
        page.waitForFunction((n) => (window.kagoj?.turnCount ?? 0) >= n && window.kagoj.machine.isResting, turns, { timeout: 120000 });
    const compare = async (name, wanted) => {
        const tones = Buffer.from(await page.evaluate(() => Array.from(window.kagoj.page().tones)));
        if (!tones.equals(wanted)) {
            console.log(`FAILED ${name}: the page shows something else`);
            failed = 1;
        }
    };
    const shots = native('sample', 'select select', card);
    await settle(1);
    await compare('start', shots[0]);
    await page.click('#key-select');
    await settle(2);
    await compare('a click', shots[1]);
    await page.click('#key-select');
    await settle(3);
    await compare('another', shots[2]);
    await page.waitForTimeout(200);
    await page.screenshot({ path: path.join(work, 'page.png') });
    await page.evaluate(() => {
        window.before = window.kagoj;
    });
    await page.setInputFiles('#file', article);
    await page.waitForFunction(() => window.kagoj !== window.before && (window.kagoj.turnCount ?? 0) >= 1 && window.kagoj.machine.isResting, null, { timeout: 120000 });
    const view = await page.evaluate(() => window.kagoj.turns.last.view);
    if (view !== 'article') {
        console.log(`FAILED a file of one's own: the view is ${view}`);
        failed = 1;
    }
} finally {
    await browser.close();
    server.close();
}
process.exit(failed);
