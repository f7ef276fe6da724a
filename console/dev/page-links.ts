import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;
/** `pages.json`. Files are told without the shell's, which `index.html` names; addresses as the router writes them (`/customers/$customerId`). */
export type PageLinks = Readonly<{ pages: Readonly<Record<string, readonly string[]>>; languages: Readonly<Record<'zh' | 'en', readonly string[]>> }>;

const routerFile = fileURLToPath(new URL('../src/app/router.tsx', import.meta.url));

/**
 * Tells the server which files a page is made of, so that it can name them in the answer to the first request: the browser fetches them beside
 * the shell and not once the shell has run.
 */
export function pageLinks(): Plugin {
  return {
    name: 'homefield-page-links',
    apply: 'build',
    generateBundle: { order: 'post', handler(_, bundle) {
      const source = JSON.stringify({ pages: pagesOf(bundle), languages: languagesOf(bundle) } satisfies PageLinks);
      this.emitFile({ type: 'asset', fileName: 'pages.json', source });
    } },
  };
}

function pagesOf(bundle: Bundle): Record<string, string[]> {
  const routes = readFileSync(routerFile, 'utf8').split('createRoute({').flatMap((text) => {
    const path = /path: '([^']+)'/.exec(text)?.[1];
    const module = /import\('\.\.(\/features\/[^']+)'\)/.exec(text)?.[1];
    return path && module ? [[path, module] as const] : [];
  });
  if (routes.length === 0) throw new Error(`No routes were found in ${routerFile}.`);
  return Object.fromEntries(routes.map(([path, module]) => [path, filesOf(bundle, module)]));
}

function languagesOf(bundle: Bundle): Record<'zh' | 'en', string[]> {
  return {
    zh: ['/i18n/zh/index.ts', '/antd/es/locale/zh_CN.js', '/dayjs/locale/zh-cn.js'].flatMap((module) => filesOf(bundle, module)),
    en: filesOf(bundle, '/i18n/en/index.ts'),
  };
}

/** All that is fetched for a module that is imported when it is needed. */
function filesOf(bundle: Bundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk');
  const start = chunks.find(({ facadeModuleId }) => facadeModuleId?.replaceAll('\\', '/').endsWith(module));
  if (!start) throw new Error(`There is no file for ${module}.`);
  const shell = closure(bundle, chunks.filter(({ isEntry }) => isEntry));
  const own = [...closure(bundle, [start])].filter((chunk) => !shell.has(chunk));
  return [...new Set(own.flatMap((chunk) => [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]))];
}

function closure(bundle: Bundle, chunks: readonly Chunk[], found = new Set<Chunk>()): Set<Chunk> {
  for (const chunk of chunks) {
    if (found.has(chunk)) continue;
    found.add(chunk);
    closure(bundle, chunk.imports.flatMap((name) => { const next = bundle[name]; return next?.type === 'chunk' ? [next] : []; }), found);
  }
  return found;
}
