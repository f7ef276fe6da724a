import type { AuditLine, CreatedPasswordReset, SessionState, User } from '@homefield/contract';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, hourMs } from '../kernel/index.ts';
import { clientOf, signedIn, startTestServer, testPassword } from '../testing/server.ts';
import type { Answer, Client, TestServer } from '../testing/server.ts';

let server: TestServer;
let owner: Client;
beforeAll(async () => { server = await startTestServer(); owner = server.owner; }, 60_000);
afterAll(() => server.close());

const next = 'a sentence of my own';
const codeOf = ({ status, json }: { status: number; json: unknown }) => [status, (json as { code: string } | undefined)?.code];
const idOf = ({ userId }: Client) => formatId('user', userId);
const give = async (person: Client) => (await owner.post(`/api/users/${idOf(person)}/password-reset`)).json as CreatedPasswordReset;
const use = (token: string, password = next) => server.anonymous.post('/api/password-resets/use', { token, password });
let addresses = 0;
const signIn = (email: string, password: string) => server.anonymous.call('POST', '/api/session', { body: { email, password }, headers: { 'x-forwarded-for': `198.51.100.${addresses += 1}` } });

/** Gives somebody a second factor; answers how its next code is made. */
async function secure(person: Client): Promise<() => string> {
  const { secret } = (await person.post('/api/account/totp')).json as { secret: string };
  const code = () => generateSync({ secret, epoch: Math.floor(server.engines.clock.now() / 1000) });
  expect((await person.post('/api/account/totp/confirm', { code: code() })).status).toBe(200);
  return code;
}

test('a link sets a new password once, for a day, ends every session, and is told in the audit log', async () => {
  const person = await server.person('operator');
  const { token, expiresAtMs } = await give(person);
  expect(expiresAtMs).toBe(server.engines.clock.now() + 24 * hourMs);
  expect((await server.anonymous.post('/api/password-resets/look', { token })).json).toEqual({ email: person.email, name: 'operator of a', workspaceName: 'Brand a', expiresAtMs });
  const listed = async () => ((await owner.get('/api/users?limit=200')).json as { data: User[] }).data.find(({ id }) => id === idOf(person))?.resetUntilMs;
  expect(await listed()).toBe(expiresAtMs);
  expect((await person.get('/api/account')).status).toBe(200);
  expect((await use(token)).status).toBe(204);
  expect((await person.get('/api/account')).status).toBe(401);
  expect([(await signIn(person.email, testPassword)).status, (await signIn(person.email, next)).status, await listed()]).toEqual([401, 200, null]);
  expect([codeOf(await use(token)), codeOf(await server.anonymous.post('/api/password-resets/look', { token }))]).toEqual([[410, 'password_reset_over'], [410, 'password_reset_over']]);
  const told = ((await owner.get('/api/audit?action=password_reset.')).json as { data: AuditLine[] }).data;
  expect(told.map(({ action, actor, object }) => [action, actor.id, object?.id])).toEqual([['password_reset.used', idOf(person), idOf(person)], ['password_reset.created', idOf(owner), idOf(person)]]);
  const late = await give(person);
  server.engines.clock.advanceTo(server.engines.clock.now() + 24 * hourMs);
  expect(codeOf(await use(late.token))).toEqual([410, 'password_reset_over']);
  owner = await signedIn(server.app, server.organization, owner);
});

test('a second factor stays: the new password alone opens nothing', async () => {
  const person = await server.person('operator');
  await secure(person);
  expect((await use((await give(person)).token)).status).toBe(204);
  const state = (await signIn(person.email, next)).json as SessionState;
  expect([state.user, typeof state.codeNeeded?.ticket]).toEqual([null, 'string']);
});

test('a sign-in that is under way with the password of before opens nothing once a reset, another password or a disabling has ended the sessions, and gets no ticket either', async () => {
  const { db } = server.deps;
  const waiting = (count: number) => expect.poll(() => db.asEngine(async (tx) => (await tx.query<{ count: number }>('select count(*)::int as count from pg_locks where not granted'))[0]?.count), { timeout: 20_000 }).toBe(count);
  /** While somebody comes in, the change has written the account and waits for rows of the table, so that nothing is committed yet. */
  const during = async (person: Client, table: 'session' | 'password_reset', change: () => Promise<Answer>, enter: () => Promise<Answer>) => {
    const both = await db.asEngine(async (tx) => {
      await tx.query(`select from ${table} where user_id = $1 for update`, [person.userId]);
      const changing = change();
      await waiting(1);
      const entering = enter();
      await waiting(2);
      return { changing, entering };
    });
    const codes = [(await both.changing).status < 300, codeOf(await both.entering)];
    return [...codes, ...await db.asEngine((tx) => tx.query('select user_id from session where user_id = $1 union all select user_id from sign_in_ticket where user_id = $1', [person.userId]))];
  };
  const wrong = [true, [401, 'sign_in_wrong']];
  const [plain, other, gone, secured, waitingForCode] = [await server.person('operator'), await server.person('operator'), await server.person('operator'), await server.person('operator'), await server.person('operator')];
  const reset = async (person: Client) => { const { token } = await give(person); return () => use(token); };
  const patch = (person: Client, body: object) => () => owner.call('PATCH', `/api/users/${idOf(person)}`, { body });
  const enter = (person: Client) => () => signIn(person.email, testPassword);
  expect(await during(plain, 'session', await reset(plain), enter(plain))).toEqual(wrong);
  for (const person of [other, gone]) await give(person);
  expect(await during(other, 'password_reset', patch(other, { password: 'given by an owner' }), enter(other))).toEqual(wrong);
  expect(await during(gone, 'password_reset', patch(gone, { disabled: true }), enter(gone))).toEqual(wrong);
  await secure(secured);
  expect(await during(secured, 'session', await reset(secured), enter(secured))).toEqual(wrong);
  const code = await secure(waitingForCode);
  const { codeNeeded } = (await signIn(waitingForCode.email, testPassword)).json as SessionState;
  server.engines.clock.advanceTo(server.engines.clock.now() + 30_000);
  const ended = await during(waitingForCode, 'session', await reset(waitingForCode), () => server.anonymous.post('/api/session/code', { ticket: codeNeeded?.ticket, code: code() }));
  expect(ended).toEqual([true, [401, 'sign_in_ticket_over']]);
}, 60_000);

test('a link is void when another was given, when it was withdrawn, when its person is disabled or has another password, and when its maker may give none any more', async () => {
  const person = await server.person('operator');
  const over = async (token: string) => codeOf(await use(token));
  const [first, second] = [await give(person), await give(person)];
  expect(await over(first.token)).toEqual([410, 'password_reset_over']);
  expect((await owner.call('DELETE', `/api/users/${idOf(person)}/password-reset`)).status).toBe(204);
  expect([await over(second.token), codeOf(await owner.call('DELETE', `/api/users/${idOf(person)}/password-reset`))]).toEqual([[410, 'password_reset_over'], [404, 'password_reset_not_found']]);
  const third = await give(person);
  await owner.call('PATCH', `/api/users/${idOf(person)}`, { body: { password: 'given by an owner' } });
  expect(await over(third.token)).toEqual([410, 'password_reset_over']);
  const colleague = await server.person('owner');
  const { token } = (await colleague.post(`/api/users/${idOf(person)}/password-reset`)).json as CreatedPasswordReset;
  await owner.call('PATCH', `/api/users/${idOf(colleague)}`, { body: { role: 'manager' } });
  expect(await over(token)).toEqual([410, 'password_reset_over']);
  const last = await give(person);
  await owner.call('PATCH', `/api/users/${idOf(person)}`, { body: { disabled: true } });
  expect([await over(last.token), codeOf(await owner.post(`/api/users/${idOf(person)}/password-reset`))]).toEqual([[410, 'password_reset_over'], [409, 'password_reset_disabled']]);
});

test('an owner gives none to themselves, nobody else gives one, and of another brand nobody is reset', async () => {
  expect(codeOf(await owner.post(`/api/users/${idOf(owner)}/password-reset`))).toEqual([409, 'password_reset_own']);
  expect(codeOf(await (await server.person('operator')).post(`/api/users/${idOf(server.staff)}/password-reset`))).toEqual([403, 'not_allowed']);
  const stranger = await signedIn(server.app, server.organization, server.other.owner);
  expect(codeOf(await stranger.post(`/api/users/${idOf(server.staff)}/password-reset`))).toEqual([404, 'user_not_found']);
  expect(await server.deps.db.asEngine((tx) => tx.query('select 1 from password_reset where user_id = $1', [server.staff.userId]))).toEqual([]);
});

test('whoever runs the machine has a link for every account of an e-mail, and is told when there is none', async () => {
  const person = await server.person('owner');
  const [made, ...others] = await server.organization.passwordResets.createFor(person.email.toUpperCase());
  expect([made?.brand, others]).toEqual(['Brand a', []]);
  expect((await use(made?.token ?? '')).status).toBe(204);
  await expect(server.organization.passwordResets.createFor('nobody@example.com')).rejects.toMatchObject({ code: 'account_unknown' });
});

test('422: wherever a password is set, one that is among the first to be tried is refused, with the reason; the link stays good', async () => {
  const person = await server.person('operator');
  const { token } = await give(person);
  for (const weak of [person.email, 'aaaaaaaaaa', '1234567890', 'qwertyuiop', 'Password123', 'Brand a 2026!']) expect(codeOf(await use(token, weak))).toEqual([422, 'password_weak']);
  const refused = await owner.call('PATCH', `/api/users/${idOf(person)}`, { body: { password: 'abcdefghij' }, headers: { 'accept-language': 'en' } });
  expect(refused.json).toMatchObject({ code: 'password_weak', detail: 'This password is too easy to guess: it is a row of digits, letters or keys. Choose another one; a sentence that only you would write is fine.' });
  expect(codeOf(await owner.post('/api/users', { name: 'X', email: 'shirley.zhao@example.com', password: 'shirley.zhao1', role: 'staff' }))).toEqual([422, 'password_weak']);
  const own = await signedIn(server.app, server.organization, person);
  expect(codeOf(await own.call('PATCH', '/api/session', { body: { password: { present: testPassword, next: '9876543210' } } }))).toEqual([422, 'password_weak']);
  const invite = (await owner.post('/api/invites', { email: 'guest.of.ours@example.com', name: 'G', role: 'staff' })).json as { token: string };
  expect(codeOf(await clientOf(server.app, {}).post('/api/invites/accept', { token: invite.token, name: 'G', password: 'guest.of.ours' }))).toEqual([422, 'password_weak']);
  expect((await clientOf(server.app, {}).post('/api/invites/accept', { token: invite.token, name: 'G', password: next })).status).toBe(200);
  expect((await use(token)).status).toBe(204);
});
