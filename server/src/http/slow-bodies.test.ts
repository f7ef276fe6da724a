import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createHttp, createLogger, listen } from './index.ts';
import type { HttpServer } from './index.ts';

let engines: TestEngines;
let app: HttpServer;
let address: string;
const bodyMs = 600;
const silenceMs = 900;
beforeAll(async () => {
  engines = await startTestEngines();
  const { clock, randomness, db, log, secretKey } = engines.deps;
  ({ app } = await createHttp({
    config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, logger: createLogger({ level: 'silent' }),
    authenticator: { bySession: async () => undefined, byApiKey: async () => undefined }, patience: { bodyMs, silenceMs },
  }));
  app.post('/file', { config: { access: { public: true } }, schema: { hide: true } }, async ({ body }) => {
    let bytes = 0;
    for await (const chunk of body as Readable) bytes += (chunk as Buffer).length;
    return { bytes };
  });
  app.post('/json', { config: { access: { public: true } }, schema: { hide: true } }, async ({ body }) => ({ body }));
  address = await listen(app, { host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await app.close();
  await engines.close();
});

/** Sends the pieces with a pause after each; `end: false` leaves the body open. Answers the status, or the code of the error. */
function send(path: string, type: string, pieces: readonly string[], { pauseMs, end = true }: { pauseMs: number; end?: boolean }): Promise<{ status: number | string; text: string }> {
  return new Promise((resolve) => {
    const call = request(`${address}${path}`, { method: 'POST', headers: { 'content-type': type, 'transfer-encoding': 'chunked' } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? 'error', text: '' }));
    void (async () => {
      for (const piece of pieces) {
        if (call.destroyed) return;
        call.write(piece);
        await sleep(pauseMs);
      }
      if (end && !call.destroyed) call.end();
    })();
  });
}

test('a file may take longer than any other body as long as it keeps coming; one that falls silent is cut', async () => {
  const pieces = Array.from({ length: 3 * bodyMs / 100 }, () => 'a,b\n');
  expect(await send('/file', 'text/csv', pieces, { pauseMs: 100 })).toEqual({ status: 200, text: JSON.stringify({ bytes: pieces.length * 4 }) });
  expect((await send('/file', 'text/csv', ['a,b\n'], { pauseMs: 10, end: false })).status).toBe('ECONNRESET');
});

test('a JSON body that drips is answered with 408 and its connection closed', async () => {
  const drip = await send('/json', 'application/json', Array.from({ length: 40 }, () => ' '), { pauseMs: 100 });
  expect([drip.status, (JSON.parse(drip.text) as { code: string }).code]).toEqual([408, 'body_too_slow']);
  expect(await send('/json', 'application/json', ['{"a"', ':1}'], { pauseMs: 50 })).toEqual({ status: 200, text: '{"body":{"a":1}}' });
});
