import type { OpenApiDocument } from './openapi.ts';

/** The API on one page: no script, no asset of anybody. */
export function docsPage(document: OpenApiDocument): string {
  const groups = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const [tag = 'other'] = (operation['tags'] as string[] | undefined) ?? [];
      groups.set(tag, [...(groups.get(tag) ?? []), entry(method, path, operation)]);
    }
  }
  const sections = [...groups].map(([tag, entries]) => `<h2>${escape(tag)}</h2>${entries.join('')}`);
  return page('Homefield 主场 API', `<h1>Homefield 主场 API</h1><p>OpenAPI 3.1: <a href="/openapi.json">/openapi.json</a></p>${sections.join('')}`);
}

/** A page of our own in the look of the console, for the few that come without it. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>
body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
h2{margin-top:2rem;border-bottom:1px solid #dee0e3}details{margin:.4rem 0}summary{cursor:pointer}
code,pre{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}pre{background:#f5f6f7;padding:.8rem;overflow:auto;border-radius:6px}
.method{display:inline-block;min-width:4.5rem;font-weight:600;text-transform:uppercase}.muted{color:#646a73}
</style></head><body>${body}</body></html>`;
}

function entry(method: string, path: string, operation: Record<string, unknown>): string {
  const { summary, description, tags: _, ...rest } = operation;
  return `<details><summary><code><span class="method">${escape(method)}</span> ${escape(path)}</code> <span class="muted">${escape(String(summary ?? ''))}</span></summary>
${description === undefined ? '' : `<p>${escape(String(description))}</p>`}<pre>${escape(JSON.stringify(rest, null, 2))}</pre></details>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
