import { dirname, join, normalize } from 'node:path';
import { bands, besides, mayUseSandbox, packages, sideDoors } from './graph.ts';

/** What a file imports: the texts behind `from` and `import(`. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? match[2] ?? '');
}

const isTest = (path: string) => /\.test\.tsx?$|\/testing(\/|\.)|\/guarantees\//.test(path);

/** Every import of the file that the declared graph does not allow, as sentences. */
export function forbiddenImports(path: string, text: string): string[] {
  const [packageName = ''] = path.split('/');
  return importsOf(text).flatMap((specifier) => {
    const workspace = /^(?:@homefield\/(\w+)|homefield)(\/.*)?$/.exec(specifier);
    if (workspace) return crossPackage(path, packageName, workspace[1] ?? 'server', workspace[2]);
    if (!specifier.startsWith('.')) return [];
    const target = normalize(join(dirname(path), specifier));
    if (!target.startsWith(`${packageName}/`)) return isTool(path) ? [] : [`${path} imports ${target}, which is another package`];
    return packageName === 'server' ? insideServer(path, target) : [];
  });
}

const isTool = (path: string) => path.startsWith('tools/') || path.startsWith('server/bin/') || path === 'vitest.config.ts' || isTest(path);

function crossPackage(path: string, from: string, to: string, rest: string | undefined): string[] {
  if (rest !== undefined && !sideDoors[to]?.includes(rest)) return [`${path} reaches behind the door of @homefield/${to} (${rest})`];
  if ((packages[from] ?? []).includes(to) || from === to) return [];
  if (from === 'server' && to === 'sandbox' && (isTest(path) || mayUseSandbox.includes(roomOf(path)))) return [];
  return [`${path} imports @homefield/${to}, which ${from} may not use`];
}

function insideServer(path: string, target: string): string[] {
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === to || from === 'testing' || isTest(path)) return [];
  if (to === 'testing') return [`${path} imports test helpers`];
  const [fromBand, toBand] = [bandOf(from), bandOf(to)];
  if (fromBand < 0) return [`${path}: the room "${from}" is not declared in tools/src/tidy/graph.ts`];
  if (toBand < 0) return [`${path}: the room "${to}" is not declared in tools/src/tidy/graph.ts`];
  if (toBand > fromBand) return [`${path} imports upward, from ${from} to ${to}`];
  if (toBand === fromBand && !besides.some((pair) => pair.from === from && pair.to === to)) return [`${path} imports ${to}, its neighbor in the band, undeclared`];
  if (target.split('/').length > 3 && !target.endsWith('/index.ts')) return [`${path} reaches behind the door of ${to} (${target})`];
  return [];
}

/** `server/src/audiences/rule/plan.ts` → `audiences`; `server/src/main.ts` → `main`. */
function roomOf(path: string): string {
  return (path.split('/')[2] ?? '').replace(/\.ts$/, '');
}

function bandOf(room: string): number {
  return bands.findIndex((band) => band.includes(room));
}
