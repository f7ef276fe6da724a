import { inflate } from '@sparticuz/chromium';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';

/** Places where distributions put a Chromium. `CHROMIUM_PATH` comes before all of them. */
const systemPaths = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Only what a machine without display, GPU and user namespaces needs. The packaged list is not taken as it is: it contains
 * `--disable-web-security`, which would hide mistakes in our own headers, and `--single-process`, which crashes with its first page.
 */
const browserArgs = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-dev-shm-usage',
  '--font-render-hinting=none', '--no-pings', '--no-default-browser-check',
];

/** Starts a Chromium for tests and pictures: the system's when there is one, else the one inside `@sparticuz/chromium`. Close it. */
export async function launchBrowser(): Promise<Browser> {
  const system = [process.env.CHROMIUM_PATH, ...systemPaths].find((path) => path && existsSync(path));
  if (system) return await playwright.launch({ executablePath: system, args: browserArgs, headless: true });
  const folder = await unpacked('chromium', ['chromium.br', 'fonts.tar.br']);
  const launch = (environment: Record<string, string>) => playwright.launch({
    executablePath: join(folder, 'chromium'), args: browserArgs, headless: true, env: { ...ownEnvironment(), ...fonts(folder), ...environment },
  });
  try {
    return await launch({});
  } catch (error) {
    // A bare machine lacks NSS and its kin; the package carries them for another distribution, and they work here too.
    if (!String(error).includes('error while loading shared libraries')) throw error;
    const libraries = join(await unpacked('libraries', ['al2023.tar.br']), 'al2023', 'lib');
    return await launch({ LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') });
  }
}

/**
 * Unpacks archives of the package once per machine and version and answers the folder. The package itself writes to one fixed file
 * and takes its mere existence for success, so that two test processes at once start a half-written program; ours is renamed into place.
 */
async function unpacked(name: string, archives: readonly string[]): Promise<string> {
  const packageFile = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = dirname(dirname(packageFile));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const parent = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'homefield');
  const folder = join(parent, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(parent, { recursive: true });
  const mine = await mkdtemp(`${folder}.`);
  await withTemporaryFolder(mine, async () => {
    for (const archive of archives) await inflate(join(root, 'bin', archive));
  });
  await rename(mine, folder).catch(async (error: unknown) => {
    await rm(mine, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** The package unpacks into `os.tmpdir()`, which follows TMPDIR; there is no other way to tell it where. */
async function withTemporaryFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = tmpdir();
  const had = 'TMPDIR' in process.env;
  process.env.TMPDIR = folder;
  try {
    await work();
  } finally {
    if (had) process.env.TMPDIR = before;
    else delete process.env.TMPDIR;
  }
}

/** Without any font configuration Chromium draws no text at all, not even with web fonts still loading. */
function fonts(folder: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
