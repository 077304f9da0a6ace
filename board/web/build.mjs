// build.mjs - puts the static page together: scripts, rp2040js, models, an image and the sample card.
//
// usage: node build.mjs OUT RUNNER_FOLDER IMAGE.elf BOARD GLASS CARD_FOLDER

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [out, runner, image, board, glass, cardFolder] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(path.join(out, 'card'), { recursive: true });
for (const name of ['index.html', 'page.mjs', 'fat.mjs']) {
    fs.copyFileSync(path.join(here, name), path.join(out, name));
}
for (const name of ['elf.mjs', 'bootrom.mjs', 'cache.mjs', 'machine.mjs', 'turns.mjs', 'wires.mjs', 'wires.wasm']) {
    fs.copyFileSync(path.join(runner, name), path.join(out, name));
}
fs.cpSync(path.join(runner, 'node_modules', 'rp2040js', 'dist', 'esm'), path.join(out, 'rp2040js'), { recursive: true });
fs.copyFileSync(path.join(runner, 'node_modules', 'rp2040js', 'LICENSE'), path.join(out, 'rp2040js', 'LICENSE'));
fs.copyFileSync(image, path.join(out, 'kagoj.elf'));
const card = fs
    .readdirSync(cardFolder)
    .sort()
    .map((name, i) => {
        const file = `card/${i}`;
        fs.copyFileSync(path.join(cardFolder, name), path.join(out, file));
        return { name, file, when: fs.statSync(path.join(cardFolder, name)).mtime };
    });
fs.writeFileSync(path.join(out, 'device.json'), `${JSON.stringify({ board, glass, card }, null, 2)}\n`);
