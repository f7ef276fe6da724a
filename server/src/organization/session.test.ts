import { afterAll, beforeAll, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../kernel/index.ts';
import { clientOf, startTestServer, testPassword } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: { json: unknown }) => (answer.json as { code: string }).code;
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie']).split(';')[0] ?? '';
const signIn = (email: string, password: string, address = '192.0.2.1') =>
  server.anonymous.call('POST', '/api/session', { body: { email, password }, headers: { 'x-forwarded-for': address } });

test('POST /api/session with the right password answers 200, a cookie that scripts cannot read, and a CSRF token', async () => {
  const answer = await signIn(` ${server.owner.email.toUpperCase()} `, testPassword);
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ firstRun: false, user: { role: 'owner' }, virtualTime: true });
  expect(String(answer.headers['set-cookie'])).toMatch(/^homefield_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  const again = await clientOf(server.app, { cookie: cookieOf(answer) }).get('/api/session');
  expect(again.json).toMatchObject({ user: { email: server.owner.email } });
});

test('POST /api/session with a wrong password answers 401 and says nothing about which part was wrong', async () => {
  const wrongPassword = await signIn(server.operator.email, 'not the password', '192.0.2.2');
  const unknownEmail = await signIn('nobody@example.com', 'not the password', '192.0.2.2');
  expect([wrongPassword.status, unknownEmail.status]).toEqual([401, 401]);
  const { instance: one, ...first } = wrongPassword.json as Record<string, unknown>;
  const { instance: two, ...second } = unknownEmail.json as Record<string, unknown>;
  expect(first).toEqual(second);
  expect(one).not.toBe(two);
});

test('POST /api/session answers 429 after five failures for an e-mail from one address, also with the right password and however many came at once; elsewhere its owner comes in', async () => {
  const email = server.staff.email;
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'wrong', '203.0.113.66')));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  const right = await signIn(email, testPassword, '203.0.113.66');
  expect(right.status).toBe(429);
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(800);
  expect((await signIn(email, testPassword, '203.0.113.77')).status).toBe(200);
  // That success frees nobody else.
  expect((await signIn(email, testPassword, '203.0.113.66')).status).toBe(429);
  server.engines.clock.advanceTo(server.engines.clock.now() + 15 * minuteMs + 1);
  expect((await signIn(email, testPassword, '203.0.113.66')).status).toBe(200);
});

test('POST /api/session answers 429 after fifty failures for an e-mail from everywhere, but never at an address from which it signed in within 90 days', async () => {
  const email = server.other.owner.email;
  const office = '198.51.100.200';
  expect((await signIn(email, testPassword, office)).status).toBe(200);
  // Without the passwords, whose hashing takes its time.
  const guess = (index: number) => server.organization.limit.begin(email, `198.51.100.${index}`);
  for (let index = 0; index < 50; index += 1) await guess(index);
  await expect(guess(50)).rejects.toMatchObject({ code: 'sign_in_locked' });
  expect((await signIn(email, testPassword, '203.0.113.78')).status).toBe(429);
  expect((await signIn(email, testPassword, office)).status).toBe(200);
  // Strangers stay out after that, and so does the office itself once it guesses.
  expect((await signIn(email, 'wrong', '203.0.113.79')).status).toBe(429);
  for (let index = 0; index < 5; index += 1) expect((await signIn(email, 'wrong', office)).status).toBe(401);
  expect((await signIn(email, testPassword, office)).status).toBe(429);
  const { clock } = server.engines;
  clock.advanceTo(clock.now() + 91 * 24 * hourMs);
  for (let index = 0; index < 50; index += 1) await guess(index);
  expect((await signIn(email, testPassword, office)).status).toBe(429);
});

test('POST /api/session answers 429 after twenty failures from an address over many e-mails, and a success does not clear them', async () => {
  const address = '2001:db8:1:2::1';
  for (let index = 0; index < 19; index += 1) expect((await signIn(`guess-${index}@example.com`, 'wrong', address)).status).toBe(401);
  expect((await signIn(server.owner.email, testPassword, address)).status).toBe(200);
  // Another address of the same /64 is the same customer.
  expect((await signIn('guess-20@example.com', 'wrong', '2001:db8:1:2::2')).status).toBe(401);
  expect((await signIn('guess-21@example.com', 'wrong', address)).status).toBe(429);
  expect((await signIn('guess-21@example.com', 'wrong', '2001:db8:1:3::1')).status).toBe(401);
});

test('a sign-in closes the session that the browser had before', async () => {
  const before = cookieOf(await signIn(server.owner.email, testPassword));
  const after = await server.anonymous.call('POST', '/api/session', { body: { email: server.owner.email, password: testPassword }, headers: { cookie: before } });
  expect(cookieOf(after)).not.toBe(before);
  expect((await clientOf(server.app, { cookie: before }).get('/api/session')).json).toMatchObject({ user: null });
});

test('DELETE /api/session answers 200, and the cookie is worth nothing afterwards', async () => {
  const signedIn = await signIn(server.owner.email, testPassword);
  const cookie = cookieOf(signedIn);
  const { csrfToken } = signedIn.json as { csrfToken: string };
  const client = clientOf(server.app, { cookie, 'x-csrf-token': csrfToken });
  const answer = await client.call('DELETE', '/api/session');
  expect(answer.status).toBe(200);
  expect(String(answer.headers['set-cookie'])).toMatch(/^homefield_session=;/);
  expect((await client.get('/api/staff')).status).toBe(401);
});

test('a session that is not used for 12 hours is over, one that is used is over after 30 days', async () => {
  const { clock } = server.engines;
  const cookie = cookieOf(await signIn(server.owner.email, testPassword));
  const client = clientOf(server.app, { cookie });
  clock.advanceTo(clock.now() + 11 * hourMs);
  expect((await client.get('/api/staff')).status).toBe(200);
  clock.advanceTo(clock.now() + 11 * hourMs);
  expect((await client.get('/api/staff')).status).toBe(200);
  clock.advanceTo(clock.now() + 12 * hourMs + 1);
  expect((await client.get('/api/staff')).status).toBe(401);
  const used = clientOf(server.app, { cookie: cookieOf(await signIn(server.owner.email, testPassword)) });
  let lasted = 0;
  for (; (await used.get('/api/staff')).status === 200; lasted += 10) clock.advanceTo(clock.now() + 10 * hourMs);
  expect(lasted).toBe(30 * 24);
});

test('PATCH /api/session changes the language for every answer, and a password only for who knows the present one (422)', async () => {
  const signedIn = await signIn(server.operator.email, testPassword, '192.0.2.9');
  const client = clientOf(server.app, { cookie: cookieOf(signedIn), 'x-csrf-token': (signedIn.json as { csrfToken: string }).csrfToken, 'accept-language': 'zh' });
  expect((await client.call('PATCH', '/api/session', { body: { language: 'en' } })).status).toBe(200);
  expect((await client.get('/api/nothing')).json).toMatchObject({ title: 'Not found' });
  const refused = await client.call('PATCH', '/api/session', { body: { password: { present: 'guess', next: 'a new long password' } } });
  expect([refused.status, codeOf(refused)]).toEqual([422, 'password_wrong']);
  expect((await client.call('PATCH', '/api/session', { body: { password: { present: testPassword, next: 'a new long password' } } })).status).toBe(200);
  expect((await client.get('/api/staff')).status).toBe(200);
  expect((await signIn(server.operator.email, 'a new long password', '192.0.2.9')).status).toBe(200);
});

test('sign-in and sign-out are in the audit log, without the address of anybody', async () => {
  const rows = await server.engines.deps.db.asEngine((tx) => tx.query<{ action: string; line: string }>('select action, audit_entry::text as line from audit_entry'));
  expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['session.opened', 'session.closed', 'user.changed']));
  expect(rows.filter(({ line }) => line.includes('@'))).toEqual([]);
});
