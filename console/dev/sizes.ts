/** What a browser fetches before it can draw a page, gzipped: `node console/dev/sizes.ts` after a build. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const distFolder = fileURLToPath(new URL('../dist', import.meta.url));

/** In kB (1,000 bytes) of JavaScript. `routes`: the page together with the shell. Charts are drawn after their page and counted alone. */
export type Sizes = { shell: number; routes: Readonly<Record<string, number>>; charts: number };

type Chunks = { files: readonly string[]; /** A chunk and all that it imports at once. */ closure: (file: string) => Set<string>; kilobytes: (names: Iterable<string>) => number };

function chunksOf(folder: string): Chunks {
  const assets = join(folder, 'assets');
  const texts = new Map(readdirSync(assets).filter((file) => file.endsWith('.js')).map((file) => [file, readFileSync(join(assets, file), 'utf8')]));
  const packed = new Map([...texts].map(([file, text]) => [file, gzipSync(text).length]));
  const closure = (file: string, found = new Set<string>()): Set<string> => {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, next] of (texts.get(file) ?? '').matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) if (next) closure(next, found);
    return found;
  };
  return { files: [...texts.keys()], closure: (file) => closure(file), kilobytes: (names) => Math.round([...names].reduce((sum, file) => sum + (packed.get(file) ?? 0), 0) / 1_000) };
}

/** The shell: the entry and the larger dictionary. */
function shellOf(folder: string, { files, closure, kilobytes }: Chunks): Set<string> {
  const entry = /assets\/([\w.-]+\.js)/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[1] ?? '';
  const [dictionary = ''] = files.filter((file) => /^(?:zh|en)-/.test(file)).toSorted((left, right) => kilobytes([right]) - kilobytes([left]));
  return new Set([entry, dictionary].flatMap((file) => [...closure(file)]));
}

export function measureSizes(folder = distFolder): Sizes {
  const chunks = chunksOf(folder);
  const shell = shellOf(folder, chunks);
  const pages = chunks.files.filter((file) => /-page-/.test(file));
  return {
    shell: chunks.kilobytes(shell),
    routes: Object.fromEntries(pages.map((file) => [file.replace(/-page-.*/, ''), chunks.kilobytes(new Set([...shell, ...chunks.closure(file)]))])),
    charts: chunks.kilobytes(chunks.files.filter((file) => file.startsWith('charts-'))),
  };
}

if (import.meta.main) {
  const { shell, routes, charts } = measureSizes();
  console.log(`shell ${shell} kB`);
  for (const [name, size] of Object.entries(routes).toSorted((left, right) => right[1] - left[1])) console.log(`  ${size} kB ${name}`);
  console.log(`charts, after their page: ${charts} kB`);
}
