/** What a browser fetches before it can draw a page, gzipped: `node console/dev/sizes.ts` after a build. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const assets = fileURLToPath(new URL('../dist/assets', import.meta.url));
const read = (file: string) => readFileSync(join(assets, file), 'utf8');
const files = readdirSync(assets).filter((file) => file.endsWith('.js') || file.endsWith('.css'));
const kilobytes = (names: Iterable<string>) => Math.round([...names].reduce((sum, file) => sum + gzipSync(read(file)).length, 0) / 1_000);

/** A chunk and all that it imports at once. */
function closure(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, file] of read(entry).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) if (file) closure(file, found);
  return found;
}

const html = readFileSync(join(assets, '../index.html'), 'utf8');
const entry = /assets\/([\w.-]+\.js)/.exec(html)?.[1] ?? '';
const shell = closure(entry);
console.log(`shell ${kilobytes(shell)} kB in ${shell.size} files:`);
for (const file of [...shell].sort((left, right) => kilobytes([right]) - kilobytes([left])).slice(0, 8)) console.log(`  ${kilobytes([file])} kB ${file}`);
console.log(`a dictionary ${kilobytes(files.filter((file) => file.startsWith('zh-') && kilobytes([file]) > 2))} kB`);
for (const file of files.filter((one) => /-page-|import-dialog|^charts/.test(one) && one.endsWith('.js'))) {
  console.log(`+ ${kilobytes([...closure(file)].filter((part) => !shell.has(part)))} kB ${file}`);
}
