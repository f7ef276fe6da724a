import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { dayMs } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { Client, TestDeps, TestServer } from '../testing/server.ts';
import { lockMs } from './idempotency-store.ts';
import type { HttpServer } from './index.ts';

/** What the test route is to do between its transactions. */
let midway: (() => Promise<void>) | undefined;
let atEnd: (() => Promise<void>) | undefined;

function testRoutes(app: HttpServer, { db, clock, audit }: TestDeps): void {
  const body = z.object({ name: z.string(), fails: z.boolean().optional() });
  app.post('/api/test/notes', { config: { access: { may: 'orders.import', scopes: ['write'] } }, schema: { summary: 'Note', tags: ['test'], body } }, async ({ actor, body: { name, fails } }, reply) => {
    await midway?.();
    await db.inWorkspace(actor.workspaceId, (tx) => audit(tx, actor.workspaceId, { actor, action: `note.${name}` }));
    await atEnd?.();
    if (fails) throw new Error('after the fact');
    return reply.code(201).header('location', `/notes/${name}`).send({ name, atMs: clock.now() });
  });
}

let server: TestServer;
/** Keys: the clock goes on by days here, and sessions would be over. */
let [alice, bob, stranger]: Client[] = [];
beforeAll(async () => {
  server = await startTestServer({ routes: [testRoutes] });
  [alice, bob, stranger] = [await server.apiKey(['write']), await server.apiKey(['write']), await server.other.apiKey(['write'])];
}, 60_000);
afterAll(() => server.close());

const note = (client: Client | undefined, name: string, key: string, more: object = {}) => {
  if (!client) throw new Error('no client');
  return client.call('POST', '/api/test/notes', { body: { name, ...more }, headers: { 'idempotency-key': key } });
};
const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
async function written(name: string): Promise<number> {
  const rows = await server.engines.deps.db.asEngine((tx) => tx.query('select 1 from audit_entry where action = $1', [`note.${name}`]));
  return rows.length;
}
/** A call whose process died at the point: its promise never settles for the test. */
async function dieAt(point: 'midway' | 'atEnd', name: string, key: string): Promise<void> {
  await new Promise<void>((reached) => {
    const hang = () => new Promise<void>(() => { reached(); });
    if (point === 'midway') midway = hang;
    else atEnd = hang;
    void note(alice, name, key);
  });
  midway = undefined;
  atEnd = undefined;
}

test('a new API key that is answered again is the same key, and the database does not hold it readable', async () => {
  const call = () => server.owner.call('POST', '/api/api-keys', { body: { name: 'shop', scopes: ['read'] }, headers: { 'idempotency-key': 'k-9' } });
  const [first, second] = [await call(), await call()];
  const { key } = first.json as { key: string };
  expect(key).toMatch(/^hf_[\w-]{43}$/);
  expect(second.json).toEqual(first.json);
  const rows = await server.engines.deps.db.asEngine((tx) => tx.query<{ body: Buffer }>("select body from idempotency where key = 'k-9'"));
  expect(rows[0]?.body.includes(Buffer.from(key.slice(3)))).toBe(false);
});

test('a second call with the same key is answered with the first answer and changes nothing', async () => {
  const first = await note(alice, 'once', 'k-1');
  server.engines.clock.advanceTo(server.engines.clock.now() + 5_000);
  const second = await note(alice, 'once', 'k-1');
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.json).toEqual(first.json);
  expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true', location: '/notes/once', 'content-type': first.headers['content-type'] });
  expect(await written('once')).toBe(1);
});

test('the same key with another body answers 422; of another actor or after a day it is another key', async () => {
  await note(alice, 'first', 'k-2');
  const reused = await note(alice, 'second', 'k-2');
  expect([reused.status, codeOf(reused)]).toEqual([422, 'idempotency_key_reused']);
  expect((await note(bob, 'second', 'k-2')).status).toBe(201);
  expect((await note(stranger, 'second', 'k-2')).status).toBe(201);
  server.engines.clock.advanceTo(server.engines.clock.now() + dayMs + 1);
  expect((await note(alice, 'third', 'k-2')).status).toBe(201);
});

test('of many calls at once with one key one does the work, the others answer 409 with Retry-After', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => { open = resolve; });
  midway = () => gate;
  const calls = Array.from({ length: 8 }, () => note(alice, 'race', 'k-3'));
  const losers: Awaited<(typeof calls)[number]>[] = [];
  await new Promise<void>((resolve) => {
    for (const call of calls) void call.then((answer) => { if (losers.push(answer) === 7) resolve(); });
  });
  midway = undefined;
  open();
  for (const loser of losers) {
    expect([loser.status, codeOf(loser)]).toEqual([409, 'idempotency_key_in_use']);
    expect(Number(loser.headers['retry-after'])).toBeGreaterThan(0);
  }
  expect((await Promise.all(calls)).filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await written('race')).toBe(1);
});

test('a call whose process died before it saved anything runs again under its key once the lock is over', async () => {
  await dieAt('midway', 'died-early', 'k-4');
  const early = await note(alice, 'died-early', 'k-4');
  expect(early.status).toBe(409);
  server.engines.clock.advanceTo(server.engines.clock.now() + lockMs + 1);
  expect((await note(alice, 'died-early', 'k-4')).status).toBe(201);
  expect(await written('died-early')).toBe(1);
});

test('a call whose process died after it saved something is never done twice: its repeat answers 409 and says so', async () => {
  await dieAt('atEnd', 'died-late', 'k-5');
  server.engines.clock.advanceTo(server.engines.clock.now() + lockMs + 1);
  const repeat = await note(alice, 'died-late', 'k-5');
  expect([repeat.status, codeOf(repeat)]).toEqual([409, 'idempotency_outcome_unknown']);
  expect(await written('died-late')).toBe(1);
});

test('a slow call that lost its key to a repeat cannot commit any more', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => { open = resolve; });
  const slowCall = await new Promise<{ answer: ReturnType<typeof note> }>((resolve) => {
    midway = () => { resolve({ answer: pending }); return gate; };
    const pending = note(alice, 'slow', 'k-6');
  });
  midway = undefined;
  server.engines.clock.advanceTo(server.engines.clock.now() + lockMs + 1);
  expect((await note(alice, 'slow', 'k-6')).status).toBe(201);
  open();
  expect((await slowCall.answer).status).toBe(409);
  expect(await written('slow')).toBe(1);
});

test('a failure before anything is saved leaves the key free, one after it does not', async () => {
  midway = () => Promise.reject(new Error('down'));
  expect((await note(alice, 'retry', 'k-7')).status).toBe(500);
  midway = undefined;
  expect((await note(alice, 'retry', 'k-7')).status).toBe(201);
  expect((await note(alice, 'half', 'k-8', { fails: true })).status).toBe(500);
  expect(codeOf(await note(alice, 'half', 'k-8', { fails: true }))).toBe('idempotency_outcome_unknown');
});

test('a key of spaces or beyond 200 characters answers 422', async () => {
  expect((await note(alice, 'x', 'a b')).status).toBe(422);
  expect((await note(alice, 'x', 'k'.repeat(201))).status).toBe(422);
});
