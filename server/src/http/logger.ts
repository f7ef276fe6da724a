import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from '../kernel/index.ts';

/**
 * The log of the server. It says which route, which status, how long and which request id; never a header, a body, a query string or
 * a parameter of a statement. A net over every line takes out what may have slipped into an error's words (addresses, phones, keys).
 */
export function createLogger({ level, destination }: { level: Config['logLevel']; destination?: DestinationStream }): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'headers', 'body'], censor: '[removed]' },
    serializers: { err: describeError, error: describeError },
    hooks: { streamWrite: scrub },
  }, ...(destination ? [destination] : []));
}

/**
 * How loud an answered request is. What was only read, and well, is for whoever looks for it: the files of one page of the console would
 * bury the link that the terminal shows. Changes, refusals and failures are told.
 */
export function levelOfAnswer({ method, status }: { method: string; status: number }): 'debug' | 'info' {
  return (method === 'GET' || method === 'HEAD') && status < 400 ? 'debug' : 'info';
}

/** An error without what it carries along: PostgreSQL puts the offending values into `detail` and `where`. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: String(error.code) } : {};
  return { name, message, ...code, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}

/** Takes e-mail addresses, Chinese mobile numbers, our keys and bearer tokens out of a line of the log. */
export function scrub(line: string): string {
  return line
    .replace(/[^\s"@\\,:;<>()]+@[\w-]+(?:\.[\w-]+)+/g, '[e-mail]')
    .replace(/(?<!\d|":)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)/g, '[phone]')
    .replace(/\bhf_[\w-]{8,}/g, '[key]')
    .replace(/\bBearer [\w.~+/-]+=*/gi, 'Bearer [token]')
    .replace(/([?&][\w.%-]+=)[^&\s"\\]+/g, '$1[removed]');
}
