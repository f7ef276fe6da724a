import { closest, distance } from 'fastest-levenshtein';
import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { problem } from './problem.ts';

/** The settings of an installation: read once, checked, frozen. The only room that knows the names of environment variables. */
export type Config = Readonly<{
  /** Data folder of the embedded engines, absolute. */
  home: string;
  host: string;
  port: number;
  /** A PostgreSQL server instead of the embedded one. */
  databaseUrl: string | undefined;
  /** A ClickHouse server instead of the embedded one. */
  clickhouseUrl: string | undefined;
  /** Address under which browsers reach the product; decides whether cookies are `Secure`. */
  publicUrl: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** 32 bytes in base 64 that encrypt secrets at rest; made in the data folder when absent. */
  secretKey: string | undefined;
  /** Whose word about the caller's address is believed: proxies by address (this machine always), or how many of them stand in a row. */
  trustProxy: 'loopback' | readonly string[] | number;
}>;

export const ConfigUnknown = problem('config_unknown', 500, {
  en: 'Unknown setting {name}.{hint}',
  zh: '未知的配置项 {name}。{hint}',
});
export const ConfigInvalid = problem('config_invalid', 500, {
  en: '{name}="{value}" cannot be used: {why}',
  zh: '配置项 {name}="{value}" 无法使用：{why}',
});

/** What each setting is, for `homefield doctor` and the documentation. */
export const settings = {
  HOMEFIELD_HOME: 'data folder of the embedded engines (default ./.homefield)',
  HOMEFIELD_HOST: 'address to listen on (default 127.0.0.1)',
  HOMEFIELD_PORT: 'port to listen on (default 4700; 0 takes any free one)',
  HOMEFIELD_PUBLIC_URL: 'address under which browsers reach the console, e.g. https://homefield.example.com',
  HOMEFIELD_TRUST_PROXY: 'reverse proxies that are believed when they tell the caller\'s address: how many stand in a row (1 to 10), or their addresses, e.g. 10.0.0.2,172.16.0.0/12 (default: only one on this machine)',
  HOMEFIELD_LOG_LEVEL: 'debug, info, warn, error or silent (default info)',
  HOMEFIELD_SECRET_KEY: '32 bytes in base 64 that encrypt secrets at rest (default: made in the data folder)',
  DATABASE_URL: 'a PostgreSQL server ≥ 15 instead of the embedded one',
  CLICKHOUSE_URL: 'a ClickHouse server instead of the embedded one',
} as const;

/**
 * Reads the settings from an environment. A name that begins with HOMEFIELD_ and is not known is refused with the nearest known
 * one: a setting that is silently ignored is worse than a start that stops.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, workingFolder: string): Config {
  refuseUnknown(environment);
  const text = (name: keyof typeof settings) => environment[name]?.trim() || undefined;
  const home = text('HOMEFIELD_HOME') ?? '.homefield';
  const logLevel = text('HOMEFIELD_LOG_LEVEL') ?? 'info';
  if (!isLogLevel(logLevel)) throw ConfigInvalid({ name: 'HOMEFIELD_LOG_LEVEL', value: logLevel, why: 'use debug, info, warn, error or silent' });
  return Object.freeze({
    home: isAbsolute(home) ? home : resolve(workingFolder, home),
    host: text('HOMEFIELD_HOST') ?? '127.0.0.1',
    port: portOf(text('HOMEFIELD_PORT') ?? '4700'),
    databaseUrl: urlOf('DATABASE_URL', text('DATABASE_URL'), ['postgres:', 'postgresql:']),
    clickhouseUrl: urlOf('CLICKHOUSE_URL', text('CLICKHOUSE_URL'), ['http:', 'https:']),
    publicUrl: urlOf('HOMEFIELD_PUBLIC_URL', text('HOMEFIELD_PUBLIC_URL'), ['http:', 'https:']),
    logLevel,
    secretKey: secretOf(text('HOMEFIELD_SECRET_KEY')),
    trustProxy: proxiesOf(text('HOMEFIELD_TRUST_PROXY')),
  });
}

function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  const known = Object.keys(settings);
  for (const name of Object.keys(environment)) {
    const misspelled = ['DATABASE_URL', 'CLICKHOUSE_URL'].some((right) => name !== right && name.endsWith('_URL') && distance(name, right) === 1);
    if (known.includes(name) || !(name.startsWith('HOMEFIELD_') || misspelled)) continue;
    throw ConfigUnknown({ name, hint: ` Did you mean ${closest(name, known)}?` });
  }
}

function isLogLevel(text: string): text is Config['logLevel'] {
  return ['debug', 'info', 'warn', 'error', 'silent'].includes(text);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw ConfigInvalid({ name: 'HOMEFIELD_PORT', value: text, why: 'a port is a whole number from 0 to 65535' });
  return port;
}

function urlOf(name: string, text: string | undefined, protocols: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  // The value may hold a password: it is never repeated in the refusal.
  if (!URL.canParse(text)) throw ConfigInvalid({ name, value: '…', why: 'it is not a URL' });
  if (!protocols.includes(new URL(text).protocol)) throw ConfigInvalid({ name, value: '…', why: `it has to begin with ${protocols.join('// or ')}//` });
  return text;
}

function secretOf(text: string | undefined): string | undefined {
  if (text !== undefined && Buffer.from(text, 'base64').length !== 32) {
    throw ConfigInvalid({ name: 'HOMEFIELD_SECRET_KEY', value: '…', why: 'it has to be 32 bytes in base 64' });
  }
  return text;
}

const proxyHopsMax = 10;

/** Believing everybody would let each caller choose the address that limits and the audit log see: there is no word for it. */
function proxiesOf(text: string | undefined): Config['trustProxy'] {
  if (text === undefined) return 'loopback';
  const refuse = (why: string) => ConfigInvalid({ name: 'HOMEFIELD_TRUST_PROXY', value: text, why });
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    if (hops < 1 || hops > proxyHopsMax) throw refuse(`the number of proxies in a row is 1 to ${proxyHopsMax}`);
    return hops;
  }
  const addresses = text.split(',').map((address) => address.trim());
  for (const address of addresses) if (!isAddressOrRange(address)) throw refuse(`"${address}" is neither a number of proxies nor an IP address or range (10.0.0.0/8)`);
  return ['loopback', ...addresses];
}

function isAddressOrRange(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)));
}
