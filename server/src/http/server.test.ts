import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problem } from '../kernel/index.ts';
import { clientOf, startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { createHttp, createLogger, listen } from './index.ts';
import type { HttpServer } from './index.ts';

const Teapot = problem('test_teapot', 409, { en: 'A pot named {name} is in use.', zh: '“{name}”茶壶正在使用。' });
const thing = z.object({
  name: z.string().min(2).max(10), kind: z.enum(['a', 'b']).optional(), count: z.number().int().min(1).optional(), email: z.email().optional(),
  parts: z.array(z.object({ 'a/b': z.boolean() })).optional(),
});

function testRoutes(app: HttpServer): void {
  const tags = ['test'];
  app.post('/api/test/things', { config: { access: { may: 'orders.import', scopes: ['write'] } }, schema: { summary: 'Make', tags, body: thing } }, ({ body }) => body);
  app.get('/api/test/things', { config: { access: { may: 'account.own', scopes: ['read'] } }, schema: { summary: 'List', tags, querystring: z.object({ limit: z.coerce.number().int().max(5) }) } }, ({ query }) => query);
  app.get('/api/test/teapot', { config: { access: { may: 'account.own' }, problems: [Teapot] }, schema: { summary: 'Tea', tags } }, () => { throw Teapot({ name: 'Lù' }); });
  app.get('/api/test/broken', { config: { access: { may: 'account.own' } }, schema: { summary: 'Broken', tags } }, () => { throw new Error('secret inner words of anna@example.com, 13812345678'); });
  app.get('/api/test/wrong', { config: { access: { may: 'account.own' } }, schema: { summary: 'Wrong answer', tags, response: { 200: z.object({ sum: z.number() }) } } }, () => ({ sum: 'four' as unknown as number }));
  app.get('/api/test/rare', { config: { access: { may: 'account.own' }, rateLimit: { max: 2, timeWindow: '1 minute' } }, schema: { summary: 'Rare', tags } }, () => 'ok');
  app.post('/api/test/file', { bodyLimit: 1_000, config: { access: { may: 'orders.import' }, idempotency: false }, schema: { summary: 'File', tags } }, async ({ body }) => {
    let bytes = 0;
    for await (const chunk of body as Readable) bytes += (chunk as Buffer).length;
    return { bytes };
  });
}

let server: TestServer;
let consoleFolder: string;
beforeAll(async () => {
  consoleFolder = await mkdtemp(join(tmpdir(), 'homefield-console-'));
  await mkdir(join(consoleFolder, 'assets'));
  await writeFile(join(consoleFolder, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(consoleFolder, 'assets', 'app-0a1b2c.js'), 'export {};');
  await writeFile(join(consoleFolder, 'assets', 'app-0a1b2c.js.br'), brotliCompressSync('export {};'));
  await writeFile(join(consoleFolder, '.secret'), 'no');
  server = await startTestServer({ routes: [testRoutes], consoleFolder });
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(consoleFolder, { recursive: true, force: true });
});

const codeIn = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const post = (body: unknown, headers: Record<string, string> = {}) => server.operator.call('POST', '/api/test/things', { body, headers });

test('a body that does not fit answers 422 with a JSON pointer and a sentence for every place, in the language asked for', async () => {
  const body = { name: 'x', kind: 'c', count: 0.5, email: 'no', parts: [{ 'a/b': true }, {}] };
  const chinese = await post(body);
  expect(chinese.status).toBe(422);
  expect(chinese.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(chinese.json).toMatchObject({ code: 'body_invalid', status: 422, title: '请求内容有误' });
  const english = await post(body, { 'accept-language': 'fr, en;q=0.8, zh;q=0.2' });
  expect((english.json as { errors: unknown }).errors).toEqual([
    { pointer: '/name', detail: 'At least 2 characters.' },
    { pointer: '/kind', detail: 'Use one of: a, b.' },
    { pointer: '/count', detail: 'This has to be a whole number.' },
    { pointer: '/email', detail: 'This is not an e-mail address.' },
    { pointer: '/parts/1/a~1b', detail: 'This is missing.' },
  ]);
  expect((chinese.json as { errors: { detail: string }[] }).errors[4]?.detail).toBe('缺少该项。');
});

test('a query that does not fit answers 422, broken JSON 400, another type 415, too much 413, all as problem+json', async () => {
  const answers = [
    await server.operator.get('/api/test/things?limit=9'),
    await post('{"name": ', { 'content-type': 'application/json' }),
    await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    await post({ name: 'x'.repeat(1_100_000) }),
    await post('{"__proto__": {"a": 1}}', { 'content-type': 'application/json' }),
  ];
  expect(answers.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual([
    [422, 'query_invalid'], [400, 'request_malformed'], [415, 'media_type_unsupported'], [413, 'body_too_large'], [400, 'request_malformed'],
  ]);
  expect((await post(undefined)).status).toBe(422);
});

test('an address that was not escaped is refused as problem+json too, although it never becomes a request', async () => {
  const { port } = new URL(await listen(server.app, { host: '127.0.0.1', port: 0 }));
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /api/test/things?name=订单 HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.on('data', (bytes) => { text += String(bytes); }).on('close', () => { resolve(text); });
  });
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect([head.split('\r\n')[0], /content-type: (\S+);/i.exec(head)?.[1], (JSON.parse(body) as { code: string }).code]).toEqual(['HTTP/1.1 400 Bad Request', 'application/problem+json', 'request_malformed']);
});

test('a declared refusal answers its status, code and sentence in the language of the reader', async () => {
  const answer = await server.staff.call('GET', '/api/test/teapot', { headers: { 'accept-language': 'en-GB' } });
  expect(answer.status).toBe(409);
  expect(answer.json).toMatchObject({ type: 'urn:homefield:problem:test_teapot', code: 'test_teapot', detail: 'A pot named Lù is in use.' });
  expect(answer.headers['content-language']).toBe('en');
});

test('an unexpected error answers 500 with a reference that the log knows, and tells neither the caller nor the log personal data', async () => {
  const answer = await server.operator.get('/api/test/broken');
  expect(answer.status).toBe(500);
  const { detail, instance } = answer.json as { detail: string; instance: string };
  const reference = instance.replace('urn:homefield:request:', '');
  expect(detail).toContain(reference);
  expect(answer.text).not.toContain('secret inner words');
  const line = server.logged.find((text) => text.includes(reference) && text.includes('secret inner words'));
  expect(line).toContain('[e-mail], [phone]');
  expect(server.logged.join('')).not.toMatch(/anna@|13812345678/);
});

test('an answer that does not fit its own shape is a 500, not a wrong answer', async () => {
  expect((await server.operator.get('/api/test/wrong')).status).toBe(500);
});

test('a text that PostgreSQL cannot store answers 422 and not 500', async () => {
  const answer = await server.owner.call('PATCH', `/api/session`, { body: { password: { present: 'x\u0000y', next: 'long enough now' } } });
  expect(answer.status).toBe(422);
  const made = await server.owner.post('/api/api-keys', { name: 'a\u0000b', scopes: ['read'] });
  expect([made.status, (made.json as { code: string }).code]).toEqual([422, 'text_not_storable']);
});

test('an address under /api that does not exist answers 404, also for other methods and for nobody', async () => {
  expect((await server.anonymous.get('/api/unknown')).json).toMatchObject({ status: 404, code: 'not_found' });
  expect((await server.anonymous.post('/api/unknown', {})).status).toBe(404);
  expect((await server.anonymous.get('/%E0%A4%A')).status).toBe(400);
});

test('a route without declared access, or without a summary, stops the start', async () => {
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({ config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }) });
  expect(() => app.get('/api/open', () => 'x')).toThrow('does not declare who may call it');
  expect(() => app.get('/api/nobody', { config: { access: {} } }, () => 'x')).toThrow('Nobody may call');
  expect(() => app.get('/api/silent', { config: { access: { may: 'orders.import' } } }, () => 'x')).toThrow('no summary');
  await app.close();
});

test('nobody gets 401, a role or key that is not named 403', async () => {
  expect((await server.anonymous.get('/api/test/things?limit=1')).status).toBe(401);
  expect((await server.staff.post('/api/test/things', { name: 'abc' })).status).toBe(403);
  const [reader, writer] = [await server.apiKey(['read']), await server.apiKey(['write'])];
  expect((await reader.get('/api/test/things?limit=1')).status).toBe(200);
  expect((await reader.post('/api/test/things', { name: 'abc' })).status).toBe(403);
  expect((await writer.post('/api/test/things', { name: 'abc' })).status).toBe(200);
  expect((await writer.get('/api/test/teapot')).status).toBe(403);
  expect((await clientOf(server.app, { authorization: `Bearer hf_${'x'.repeat(43)}` }).get('/api/test/things?limit=1')).status).toBe(401);
});

test('an unsafe call of a browser session without its CSRF token, or from a page of another site, answers 403', async () => {
  const body = { name: 'abc' };
  expect((await post(body, { 'x-csrf-token': '' })).json).toMatchObject({ status: 403, code: 'csrf_token_wrong' });
  expect((await post(body, { origin: 'https://evil.example' })).json).toMatchObject({ status: 403, code: 'origin_foreign' });
  expect((await post(body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post(body, { origin: 'http://localhost:80', host: 'localhost:80' })).status).toBe(403);
  expect((await post(body, { origin: 'http://homefield.test', host: 'homefield.test' })).status).toBe(200);
  // However the address is spelled.
  for (const url of ['/api/session', '/%61pi/session', '/ap%69/sess%69on']) {
    const signIn = await server.anonymous.call('POST', url, { body: { email: 'a@b.c', password: 'x' }, headers: { origin: 'https://evil.example' } });
    expect([signIn.status, codeIn(signIn), signIn.headers['cache-control']], url).toEqual([403, 'origin_foreign', 'no-store']);
  }
  expect((await server.anonymous.get('/%61pi/session')).headers['cache-control']).toBe('no-store');
});

test('a file as the body comes as a stream and ends with 413 at the limit of its route, whatever length it claims', async () => {
  const send = (bytes: number) => server.operator.call('POST', '/api/test/file', { body: Buffer.alloc(bytes, 'x'), headers: { 'content-type': 'text/csv', 'transfer-encoding': 'chunked' } });
  expect((await send(900)).json).toEqual({ bytes: 900 });
  expect((await send(5_000)).status).toBe(413);
});

test('too many calls of one user, and too many unknown credentials of one address, answer 429 with Retry-After', async () => {
  const statuses: number[] = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await server.owner.get('/api/test/rare')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await server.owner.get('/api/test/rare');
  expect([refused.headers['content-type'], (refused.json as { code: string }).code]).toEqual(['application/problem+json; charset=utf-8', 'too_many_requests']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await server.staff.get('/api/test/rare')).status).toBe(200);
  const guess = (index: number) => clientOf(server.app, { authorization: `Bearer hf_guess${index}`, 'x-forwarded-for': '192.0.2.66' }).get('/api/test/teapot');
  const guesses: number[] = [];
  for (let index = 0; index < 62; index += 1) guesses.push((await guess(index)).status);
  expect([guesses.filter((status) => status === 401).length, guesses.at(-1)]).toEqual([60, 429]);
});

test('a close lets the request under way end and takes no new one', async () => {
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({ config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }) });
  let begun: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => { begun = resolve; });
  app.get('/slow', { config: { access: { public: true } }, schema: { hide: true } }, async () => {
    begun();
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    return { done: true };
  });
  const address = await listen(app, { host: '127.0.0.1', port: 0 });
  const answer = fetch(`${address}/slow`);
  await reached;
  const closing = app.close();
  expect(await (await answer).json()).toEqual({ done: true });
  await closing;
  await expect(fetch(`${address}/livez`)).rejects.toThrow();
});

test('a file that is too large is answered with 413 over a real connection, not cut off', async () => {
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({ config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }) });
  app.post('/file', { bodyLimit: 1_000_000, config: { access: { public: true } }, schema: { hide: true } }, async ({ body }) => {
    for await (const _ of body as Readable);
    return {};
  });
  const address = await listen(app, { host: '127.0.0.1', port: 0 });
  const chunk = new Uint8Array(100_000);
  const stream = (chunks: number) => new ReadableStream<Uint8Array>({ pull(controller) { if (chunks > 0) { chunks -= 1; controller.enqueue(chunk); } else controller.close(); } });
  const send = (chunks: number) => fetch(`${address}/file`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: stream(chunks), duplex: 'half' } as RequestInit);
  expect((await send(9)).status).toBe(200);
  expect((await send(30)).status).toBe(413);
  await app.close();
});

test('GET /livez, /readyz and /metrics answer 200; /readyz answers 503 and names the part that is down', async () => {
  expect((await server.anonymous.get('/livez')).json).toEqual({ live: true });
  expect((await server.anonymous.get('/readyz')).json).toEqual({ ready: true, parts: { postgres: 'ok', clickhouse: 'ok', migrations: 'ok' } });
  const metrics = await server.anonymous.get('/metrics');
  for (const name of ['homefield_http_request_duration_seconds_bucket', 'homefield_oldest_transaction_seconds', 'homefield_log_parked_batches', 'homefield_jobs', 'process_cpu_seconds_total']) expect(metrics.text).toContain(name);
  expect(metrics.text).toContain('route="/api/test/things"');
  expect((await server.anonymous.call('GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(403);
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({
    config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }),
    readiness: { postgres: async () => undefined, clickhouse: () => Promise.reject(new Error('socket of the inside')) },
  });
  const down = await clientOf(app, { 'accept-language': 'en' }).get('/readyz');
  expect([down.status, (down.json as { detail: string }).detail]).toEqual([503, 'Not ready: clickhouse.']);
  await app.close();
});

test('the console is served: hashed assets for ever, pages by the index with a strict policy, nothing hidden, nothing outside', async () => {
  const asset = await server.anonymous.get('/assets/app-0a1b2c.js');
  expect([asset.status, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
  expect((await server.anonymous.get('/assets/old-0.js')).status).toBe(404);
  const packed = await server.anonymous.call('GET', '/assets/app-0a1b2c.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect([packed.headers['content-encoding'], packed.headers['content-type'], packed.headers['vary']]).toEqual(['br', asset.headers['content-type'], 'accept-encoding']);
  const page = await server.anonymous.get('/customers/cus_1?tab=orders');
  expect([page.status, page.headers['cache-control'], page.headers['content-type']]).toEqual([200, 'no-cache', 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toContain("script-src 'self';style-src 'self' 'unsafe-inline'");
  expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure');
  const unchanged = await server.anonymous.call('GET', '/', { headers: { 'if-none-match': String(page.headers['etag']) } });
  expect(unchanged.status).toBe(304);
  expect((await server.anonymous.get('/.secret')).status).toBe(404);
  for (const path of ['/../package.json', '/..%2fpackage.json', '/assets/..%2f..%2fpackage.json']) expect((await server.anonymous.get(path)).text).not.toContain('workspaces');
});

test('a console that is not built answers a friendly page with 503, and the API goes on', async () => {
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({ config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }), consoleFolder: '/nowhere' });
  const answer = await clientOf(app, {}).get('/');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('npm run build');
  expect((await clientOf(app, {}).get('/livez')).status).toBe(200);
  await app.close();
});

test('a port that is in use is refused with a sentence that says what to do', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => { squatter.listen(0, '127.0.0.1', resolve); });
  const { port } = squatter.address() as AddressInfo;
  const { clock, randomness, db, log, secretKey } = server.engines.deps;
  const { app } = await createHttp({ config: { publicUrl: undefined }, clock, randomness, db, log, secretKey, readiness: {}, authenticator: server.organization.authenticator, logger: createLogger({ level: 'silent' }) });
  await expect(listen(app, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'port_in_use', sentence: { en: expect.stringContaining(`Port ${port}`) } });
  await app.close();
  squatter.close();
});

test('the log of a request names its route, status and actor, and neither its address with ids nor its query', async () => {
  await server.operator.call('POST', '/api/test/things?q=13900001111', { body: { name: 'abc' } });
  const line = server.logged.findLast((text) => text.includes('"route":"/api/test/things"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ method: 'POST', status: 200, actor: `user:${server.operator.userId}` });
  expect(server.logged.join('')).not.toContain('13900001111');
});

test('what was only read is told at debug, so that the link of a start is not buried; a read that was refused is told', async () => {
  const seen = server.logged.length;
  expect((await server.operator.get('/api/test/things?limit=3')).status).toBe(200);
  expect((await server.anonymous.get('/livez')).status).toBe(200);
  expect((await server.anonymous.get('/api/test/things?limit=3')).status).toBe(401);
  const told = server.logged.slice(seen).map((line) => JSON.parse(line) as { msg: string; status: number }).filter(({ msg }) => msg === 'answered');
  expect(told.map(({ status }) => status)).toEqual([401]);
});
