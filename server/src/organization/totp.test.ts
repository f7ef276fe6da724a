import type { SessionState } from '@homefield/contract';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, minuteMs } from '../kernel/index.ts';
import { clientOf, signedIn, startTestServer, testPassword } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const stateOf = (answer: { json: unknown }) => answer.json as SessionState;
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie']).split(';')[0] ?? '';
const appCode = (secret: string) => generateSync({ secret, epoch: Math.floor(server.engines.clock.now() / 1000) });
const wait = (ms: number) => server.engines.clock.advanceTo(server.engines.clock.now() + ms);
const asEngine = <R extends object>(text: string, params: unknown[] = []) => server.engines.deps.db.asEngine((tx) => tx.query<R>(text, params));
let addresses = 0;
const newAddress = () => `198.51.100.${addresses += 1}`;
const signIn = (email: string, address = newAddress()) => server.anonymous.call('POST', '/api/session', { body: { email, password: testPassword }, headers: { 'x-forwarded-for': address } });
const second = (ticket: string | undefined, code: string, address = newAddress()) => server.anonymous.call('POST', '/api/session/code', { body: { ticket, code }, headers: { 'x-forwarded-for': address } });
const ticketOf = async (email: string) => stateOf(await signIn(email)).codeNeeded?.ticket;

/** Somebody with a second factor. */
async function secured(person: Client): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await person.post('/api/account/totp')).json as { secret: string };
  const confirmed = await person.post('/api/account/totp/confirm', { code: appCode(secret) });
  expect(confirmed.status).toBe(200);
  wait(30_000);
  return { secret, codes: (confirmed.json as { recoveryCodes: string[] }).recoveryCodes };
}

test('setting up shows a secret with its QR code, counts for nothing until a right code confirms it, and answers ten recovery codes once', async () => {
  const person = await server.person('operator');
  const setup = (await person.post('/api/account/totp')).json as { secret: string; uri: string; qr: string };
  expect(setup.uri).toMatch(/^otpauth:\/\/totp\//);
  expect(decodeURIComponent(setup.uri)).toContain(person.email);
  expect(Buffer.from(setup.qr.replace('data:image/svg+xml;base64,', ''), 'base64').toString()).toMatch(/^<svg/);
  expect(stateOf(await signIn(person.email)).user).not.toBeNull();
  const wrong = await person.post('/api/account/totp/confirm', { code: '000000' });
  expect([wrong.status, codeOf(wrong)]).toEqual([422, 'setup_code_wrong']);
  const { recoveryCodes } = (await person.post('/api/account/totp/confirm', { code: appCode(setup.secret) })).json as { recoveryCodes: string[] };
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await person.get('/api/account')).json).toMatchObject({ totp: { onSinceMs: server.engines.clock.now(), recoveryCodesLeft: 10, required: false } });
  // Nothing of it lies readable in the database.
  const stored = JSON.stringify(await asEngine('select t::text as row from user_totp t union all select r::text from recovery_code r'));
  for (const text of [setup.secret, Buffer.from(setup.secret).toString('hex'), ...recoveryCodes]) expect(stored).not.toContain(text);
  const again = await person.post('/api/account/totp');
  expect([again.status, codeOf(again)]).toEqual([409, 'totp_on']);
});

test('a page that is loaded again shows the same secret for a quarter of an hour, another session never', async () => {
  const person = await server.person('operator');
  const begin = async (who: Client) => ((await who.post('/api/account/totp')).json as { secret: string }).secret;
  const first = await begin(person);
  wait(14 * minuteMs);
  expect(await begin(person)).toBe(first);
  const other = await signedIn(server.app, server.organization, person);
  const second = await begin(other);
  expect(second).not.toBe(first);
  expect(await begin(person)).not.toBe(second);
  const late = await begin(other);
  wait(15 * minuteMs);
  expect(await begin(other)).not.toBe(late);
});

test('turning it on ends the other sessions, which were opened without it', async () => {
  const person = await server.person('operator');
  const other = clientOf(server.app, { cookie: cookieOf(await signIn(person.email)) });
  expect((await other.get('/api/staff')).status).toBe(200);
  await secured(person);
  expect((await other.get('/api/staff')).status).toBe(401);
  expect((await person.get('/api/staff')).status).toBe(200);
});

test('a sign-in with a second factor gives a ticket and no cookie; the ticket and a code give the session, and neither works again', async () => {
  const person = await server.person('operator');
  const { secret } = await secured(person);
  const first = await signIn(person.email);
  expect(first.status).toBe(200);
  expect(first.headers['set-cookie']).toBeUndefined();
  expect(stateOf(first)).toMatchObject({ user: null, csrfToken: null });
  const code = appCode(secret);
  const opened = await second(stateOf(first).codeNeeded?.ticket, code);
  expect([opened.status, stateOf(opened).user?.email]).toEqual([200, person.email]);
  expect((await clientOf(server.app, { cookie: cookieOf(opened) }).get('/api/staff')).status).toBe(200);
  wait(30_000);
  const reused = await second(stateOf(first).codeNeeded?.ticket, appCode(secret));
  expect([reused.status, codeOf(reused)]).toEqual([401, 'sign_in_ticket_over']);
});

test('a code that was used is refused, also when two use it at once; the next one is taken', async () => {
  const person = await server.person('operator');
  const { secret } = await secured(person);
  const code = appCode(secret);
  const tickets = [await ticketOf(person.email), await ticketOf(person.email), await ticketOf(person.email)];
  const statuses = (await Promise.all(tickets.slice(0, 2).map((ticket) => second(ticket, code)))).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 422]);
  // Nor the one before it, which a watch that is slow would show.
  wait(30_000);
  expect(codeOf(await second(tickets[2], code))).toBe('code_wrong');
  expect((await second(tickets[2], appCode(secret))).status).toBe(200);
});

test('a ticket is over after ten minutes, and with a new password', async () => {
  const person = await server.person('operator');
  const { secret } = await secured(person);
  const late = await ticketOf(person.email);
  wait(10 * minuteMs);
  expect(codeOf(await second(late, appCode(secret)))).toBe('sign_in_ticket_over');
  const stolen = await ticketOf(person.email);
  await server.owner.call('PATCH', `/api/users/${formatId('user', person.userId)}`, { body: { password: 'another long one' } });
  expect(codeOf(await second(stolen, appCode(secret)))).toBe('sign_in_ticket_over');
});

test('wrong codes are limited like passwords: after five from one address even the right one is refused (429), and a right password in between buys nothing', async () => {
  const person = await server.person('operator');
  const { secret } = await secured(person);
  const address = newAddress();
  for (let guess = 0; guess < 5; guess += 1) {
    const ticket = stateOf(await signIn(person.email, address)).codeNeeded?.ticket;
    expect((await second(ticket, '000000', address)).status).toBe(422);
  }
  expect((await signIn(person.email, address)).status).toBe(429);
  const ticket = await ticketOf(person.email);
  expect((await second(ticket, appCode(secret), address)).status).toBe(429);
  expect((await second(ticket, appCode(secret))).status).toBe(200);
});

test('a recovery code lets in once, however it is typed, and is told in the audit log', async () => {
  const person = await server.person('operator');
  const { codes: [code = ''] } = await secured(person);
  expect((await second(await ticketOf(person.email), ` ${code.toUpperCase().replace('-', ' ')} `)).status).toBe(200);
  expect((await second(await ticketOf(person.email), code)).status).toBe(422);
  expect((await person.get('/api/account')).json).toMatchObject({ totp: { recoveryCodesLeft: 9 } });
  expect(await asEngine("select 1 from audit_entry where action = 'recovery_code.used' and actor_id = $1", [person.userId])).toHaveLength(1);
});

test('new recovery codes need a code and void the old ones', async () => {
  const person = await server.person('operator');
  const { secret, codes: [old = ''] } = await secured(person);
  expect((await person.post('/api/account/totp/recovery-codes', { code: '000000' })).status).toBe(422);
  const renewed = await person.post('/api/account/totp/recovery-codes', { code: appCode(secret) });
  const [fresh = ''] = (renewed.json as { recoveryCodes: string[] }).recoveryCodes;
  expect((await second(await ticketOf(person.email), old)).status).toBe(422);
  expect((await second(await ticketOf(person.email), fresh)).status).toBe(200);
});

test('turning it off needs the password and a code', async () => {
  const person = await server.person('operator');
  const { secret } = await secured(person);
  expect(codeOf(await person.post('/api/account/totp/off', { password: 'not this one', code: appCode(secret) }))).toBe('password_wrong');
  expect(codeOf(await person.post('/api/account/totp/off', { password: testPassword, code: '000000' }))).toBe('code_wrong');
  expect((await person.post('/api/account/totp/off', { password: testPassword, code: appCode(secret) })).status).toBe(204);
  expect(stateOf(await signIn(person.email)).user?.email).toBe(person.email);
});

test('an owner resets the factor of a person, which signs them out; not their own, and nobody else may', async () => {
  const person = await server.person('operator');
  await secured(person);
  const path = `/api/users/${formatId('user', person.userId)}/reset-totp`;
  expect((await server.operator.post(path)).status).toBe(403);
  expect((await server.other.owner.post(path)).status).toBe(404);
  const listed = (await server.owner.get('/api/users?limit=200')).json as { data: { email: string; totp: boolean }[] };
  expect(listed.data.filter(({ totp }) => totp).map(({ email }) => email)).toContain(person.email);
  expect((await server.owner.post(path)).status).toBe(204);
  expect((await person.get('/api/staff')).status).toBe(401);
  expect(stateOf(await signIn(person.email)).user?.email).toBe(person.email);
  expect(codeOf(await server.owner.post(`/api/users/${formatId('user', server.owner.userId)}/reset-totp`))).toBe('totp_reset_own');
  expect(await asEngine("select 1 from audit_entry where action = 'totp.reset' and actor_id = $1", [server.owner.userId])).toHaveLength(1);
});

test('where the workspace asks for it, whoever has none may do nothing but set it up; only an owner who has it can ask', async () => {
  const { owner, operator } = server.other;
  const revision = async () => ((await owner.get('/api/workspace')).json as { revision: number }).revision;
  const ask = async () => owner.call('PATCH', '/api/workspace', { body: { revision: await revision(), requireTotp: true } });
  expect(codeOf(await ask())).toBe('require_totp_needs_own');
  await secured(owner);
  expect((await ask()).status).toBe(200);
  expect((await owner.get('/api/users')).status).toBe(200);
  const shut = await operator.get('/api/staff');
  expect([shut.status, codeOf(shut)]).toEqual([403, 'totp_needed']);
  expect(stateOf(await operator.get('/api/session')).user?.totpNeeded).toBe(true);
  await secured(operator);
  expect((await operator.get('/api/staff')).status).toBe(200);
  expect(stateOf(await operator.get('/api/session')).user?.totpNeeded).toBeUndefined();
  // The other brand is asked nothing.
  expect((await server.operator.get('/api/staff')).status).toBe(200);
});
