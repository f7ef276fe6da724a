import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../kernel/index.ts';

/** `pages.json` of the built console: the files of each page, by its address (`/customers/$customerId`), and of each language. */
type Listed = Readonly<{ pages: Readonly<Record<string, readonly string[]>>; languages: Readonly<Record<Language, readonly string[]>> }>;
const nothing: Listed = { pages: {}, languages: { zh: [], en: [] } };

export type PageLinks = Readonly<{ of(page: Readonly<{ path: string; language: Language; signedIn: boolean }>): string | undefined }>;

/**
 * The `Link` header of a page of the console: the files that it will ask for once its shell runs. Named here they are fetched beside the shell.
 * A console that was built without the list goes without.
 */
export async function readPageLinks(folder: string): Promise<PageLinks> {
  const { pages, languages } = await readFile(join(folder, 'pages.json'), 'utf8').then((text) => JSON.parse(text) as Listed, () => nothing);
  const patterns = Object.entries(pages).map(([address, files]) => ({ parts: address.split('/'), files }));
  return {
    of({ path, language, signedIn }) {
      const parts = path.split('/');
      const page = signedIn ? patterns.find((pattern) => matches(pattern.parts, parts))?.files : undefined;
      return [...languages[language], ...page ?? []].map(linkTo).join(', ') || undefined;
    },
  };
}

const matches = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((part, index) => part.startsWith('$') ? parts[index] !== '' : part === parts[index]);

/** A sheet of a page is asked for by a link with `crossorigin`; without the word here the browser fetches it once more, and complains. */
const linkTo = (file: string): string => file.endsWith('.css') ? `</${file}>; rel=preload; as=style; crossorigin` : `</${file}>; rel=modulepreload`;
