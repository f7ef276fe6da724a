/** `npm run tidy`: types, lint with the limits of size, the declared import graph, and words that belong into certain rooms only. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forbiddenImports } from './imports.ts';
import { forbiddenWords } from './words.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bin = (path: string) => join(root, 'node_modules', path);

function step(name: string, check: () => string[]): boolean {
  const startedMs = performance.now();
  const complaints = check();
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round(performance.now() - startedMs)} ms)`);
  for (const complaint of complaints) console.log(`     ${complaint}`);
  return complaints.length === 0;
}

function run(script: string, args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  return status === 0 ? [] : `${stdout}\n${stderr}`.trim().split('\n');
}

function sources(): { path: string; text: string }[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n')
    .filter((path) => /\.(ts|tsx|js)$/.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const files = sources();
const results = [
  step('types', () => run(bin('typescript/bin/tsc'), ['-p', 'tsconfig.json'])),
  step('types of the console', () => (existsSync(join(root, 'console/tsconfig.json')) ? run(bin('typescript/bin/tsc'), ['-p', 'console/tsconfig.json', '--noEmit']) : [])),
  step('lint and limits of size', () => run(bin('oxlint/bin/oxlint'), ['--config', '.oxlintrc.json', '--quiet', '.'])),
  step('import graph', () => files.flatMap(({ path, text }) => forbiddenImports(path, text))),
  step('time, randomness and environment stay in their rooms', () => files.flatMap(({ path, text }) => forbiddenWords(path, text))),
];
process.exit(results.every(Boolean) ? 0 : 1);
