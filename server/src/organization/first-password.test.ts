import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minuteMs } from '../kernel/index.ts';
import { clientOf, startTestServer, testPassword } from '../testing/server.ts';
import type { Answer, Client, TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server?.close());

const codeOf = ({ status, json }: Answer) => [status, (json as { code?: string }).code];
const next = 'a first password';
const set = (client: Client, password: object) => client.call('PATCH', '/api/session', { body: { password: { next, ...password } } });
const signIn = (email: string, password: string) => server.anonymous.post('/api/session', { email, password });
const asEngine = <Row extends object>(text: string, values: unknown[]) => server.engines.deps.db.asEngine((tx) => tx.query<Row>(text, values));

/** Somebody who came by single sign-on just now: an account without a password, and a session of that kind. */
async function comer(): Promise<Client> {
  const person = await server.person('analyst');
  await asEngine('update user_account set password_hash = null where user_id = $1', [person.userId]);
  return again(person);
}
async function again(person: Client): Promise<Client> {
  const { token } = await server.organization.sessions.open(person, undefined, 'sso');
  const cookie = { cookie: `homefield_session=${token}` };
  const { csrfToken } = (await clientOf(server.app, cookie).get('/api/session')).json as { csrfToken: string };
  return { ...person, ...clientOf(server.app, { ...cookie, 'x-csrf-token': csrfToken }) };
}

test('200: who has no password sets one soon after coming in, signs in with it, and the log tells it from a changed one', async () => {
  const person = await comer();
  const elsewhere = await again(person);
  expect((await set(person, {})).status).toBe(200);
  expect((await person.get('/api/account')).json).toMatchObject({ hasPassword: true });
  expect((await signIn(person.email, next)).status).toBe(200);
  expect((await elsewhere.get('/api/account')).status).toBe(401);
  expect(await asEngine("select actor_id, detail->'fields' as fields from audit_entry where action = 'user.changed' and actor_id = $1", [person.userId])).toEqual([{ actor_id: person.userId, fields: ['firstPassword'] }]);
});

test('403: an old session is not enough, a new one is', async () => {
  const person = await comer();
  server.engines.clock.advanceTo(server.engines.clock.now() + 10 * minuteMs);
  expect(codeOf(await set(person, {}))).toEqual([403, 'fresh_sign_in_needed']);
  expect((await signIn(person.email, next)).status).toBe(401);
  expect((await set(await again(person), {})).status).toBe(200);
});

test('422: who has a second factor shows it, however fresh the session is', async () => {
  const person = await comer();
  const { secret } = (await person.post('/api/account/totp')).json as { secret: string };
  const code = (stepsAhead: number) => generateSync({ secret, epoch: Math.floor(server.engines.clock.now() / 1000) + stepsAhead * 30 });
  expect((await person.post('/api/account/totp/confirm', { code: code(0) })).status).toBe(200);
  expect(codeOf(await set(person, {}))).toEqual([422, 'code_wrong']);
  expect(codeOf(await set(person, { code: '000000' }))).toEqual([422, 'code_wrong']);
  server.engines.clock.advanceTo(server.engines.clock.now() + 11 * minuteMs);
  expect((await set(person, { code: code(0) })).status).toBe(200);
});

test('422: who has a password still has to know it, fresh session and code or not', async () => {
  const person = await again(await server.person('analyst'));
  expect(codeOf(await set(person, {}))).toEqual([422, 'password_wrong']);
  expect(codeOf(await set(person, { code: '123456' }))).toEqual([422, 'password_wrong']);
  expect((await set(person, { present: testPassword })).status).toBe(200);
});
