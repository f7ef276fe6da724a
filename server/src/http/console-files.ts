import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { page } from './docs-page.ts';
import { languageOf } from './language.ts';
import { readPageLinks, type PageLinks } from './page-links.ts';
import { NotFound } from './problems.ts';
import type { HttpServer } from './server-types.ts';

/**
 * The console's built files. Those under `assets/` carry a hash in their names and never change; everything else is asked for anew with
 * its ETag. An address without a dot is a page of the console, whose own router knows it.
 */
export async function serveConsole(app: HttpServer, folder: string | undefined): Promise<void> {
  const linksOf = rememberLinks();
  await app.register(fastifyStatic, { serve: false, dotfiles: 'ignore', index: false, preCompressed: true });
  app.get('/*', { config: { access: { public: true } }, schema: { hide: true } }, async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    if (path === 'api' || path.startsWith('api/')) throw NotFound();
    const links = folder === undefined ? undefined : await linksOf(folder);
    if (folder === undefined || !links) {
      if (/\.\w+$/.test(path)) throw NotFound();
      return reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt);
    }
    if (path.startsWith('assets/')) return reply.sendFile(path, folder, { maxAge: 31_536_000_000, immutable: true });
    reply.header('cache-control', 'no-cache');
    const isFile = path.slice(path.lastIndexOf('/') + 1).includes('.');
    // Who has no cookie is about to sign in, and the page comes later.
    const link = isFile ? undefined : links.of({ path: `/${path}`, language: languageOf(request.headers['accept-language']), signedIn: Object.keys(request.cookies).length > 0 });
    if (link) reply.header('link', link);
    return reply.sendFile(isFile ? path : 'index.html', folder, { cacheControl: false });
  });
}

/** The links of the console as it was built last; undefined where it is not built. */
function rememberLinks(): (folder: string) => Promise<PageLinks | undefined> {
  let last: Readonly<{ built: string; links: Promise<PageLinks> }> | undefined;
  return async (folder) => {
    const [page, list] = await Promise.all(['index.html', 'pages.json'].map((name) => stat(join(folder, name)).then(({ mtimeMs }) => mtimeMs, () => undefined)));
    if (page === undefined) return undefined;
    const built = `${page} ${list}`;
    if (last?.built !== built) last = { built, links: readPageLinks(folder) };
    return last.links;
  };
}

const notBuilt = page('Homefield 主场', `<h1>控制台还没有构建</h1><p>服务已经在运行。请在项目目录运行 <code>npm run build</code>，然后刷新本页。API 文档见 <a href="/docs">/docs</a>。</p>
<h1>The console is not built yet</h1><p>The server runs. Run <code>npm run build</code> in the project and reload this page. The API is described at <a href="/docs">/docs</a>.</p>`);
