import type { SessionState } from '@homefield/contract';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { formatId, hourMs, wholeBrand } from '../kernel/index.ts';
import { browserOf } from '../testing/browser.ts';
import type { TestBrowser } from '../testing/browser.ts';
import { signedIn, startTestServer, testPassword } from '../testing/server.ts';
import type { Answer, Client, TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const codeOf = (answer: Answer) => (answer.json as { code: string }).code;
const stateOf = (answer: Answer) => answer.json as SessionState;
let addresses = 0;
const newBrowser = (): TestBrowser => browserOf(server.app, { address: `198.51.100.${addresses += 1}` });
const signIn = (browser: TestBrowser, email: string, { password = testPassword, keep }: { password?: string; keep?: boolean } = {}) => browser.post('/api/session', { email, password, ...(keep ? { keep } : {}) });
/** The brands that a browser is in: the one in use, then the others. */
const brandsOf = ({ workspace, others }: SessionState) => [workspace?.name ?? null, ...others.map(({ workspaceName }) => workspaceName)];
const asEngine = <R extends object>(text: string, params: unknown[] = []) => server.engines.deps.db.asEngine((tx) => tx.query<R>(text, params));
const aliveOf = async (email: string) => (await asEngine<{ name: string }>('select w.name from session s join user_account u using (workspace_id, user_id) join workspace w using (workspace_id) where u.email = $1 order by w.name', [email])).map(({ name }) => name);

let people = 0;
/** One e-mail with an account in each of the brands that are named, a second apart. Hashing takes its time: accounts with the same password share one. */
async function person(brands: readonly string[], passwords: readonly string[] = []): Promise<{ email: string; accounts: Client[] }> {
  const { organization, engines: { clock, deps: { ids } } } = server;
  const email = `several${people += 1}@example.com`;
  const accounts: Client[] = [];
  const firsts = new Map<string, bigint>();
  for (const [index, name] of brands.entries()) {
    const workspaceId = await organization.workspaces.create({ name });
    const password = passwords[index] ?? testPassword;
    const first = firsts.get(password);
    const userId = first === undefined ? (await organization.users.create(null, workspaceId, { email, name: `${name} person`, password, role: 'owner' })).userId : ids.next('user');
    if (first === undefined) firsts.set(password, userId);
    else await asEngine(`insert into user_account (workspace_id, user_id, email, name, role, password_hash, created_at) select $1, $2, email, $3, role, password_hash, $4 from user_account where user_id = $5`, [workspaceId, userId, `${name} person`, new Date(clock.now()), first]);
    accounts.push({ ...server.owner, workspaceId, userId, email });
    clock.advanceTo(clock.now() + 1_000);
  }
  return { email, accounts };
}
const workspaceOf = (account: Client | undefined) => formatId('workspace', account?.workspaceId ?? 0n);
const switchTo = (browser: TestBrowser, account: Client | undefined) => browser.post('/api/session/switch', { workspaceId: workspaceOf(account) });

/** Gives an account a second factor; answers how its next code is made. */
async function secure(account: Client | undefined): Promise<() => string> {
  if (!account) throw new Error('Nobody to secure.');
  const own = await signedIn(server.app, server.organization, account);
  const { secret } = (await own.post('/api/account/totp')).json as { secret: string };
  const code = () => generateSync({ secret, epoch: Math.floor(server.engines.clock.now() / 1000) });
  expect((await own.post('/api/account/totp/confirm', { code: code() })).status).toBe(200);
  server.engines.clock.advanceTo(server.engines.clock.now() + 30_000);
  await asEngine('delete from session where user_id = $1', [account.userId]);
  return code;
}

test('an e-mail with accounts in two brands opens the oldest and keeps the other beside it; switching swaps them, with a CSRF token of its own', async () => {
  const { email, accounts: [first, second] } = await person(['Tea', 'Oil']);
  const browser = newBrowser();
  const opened = stateOf(await signIn(browser, email));
  expect(opened).toMatchObject({ user: { name: 'Tea person', role: 'owner' }, workspace: { name: 'Tea' }, others: [{ workspaceId: workspaceOf(second), workspaceName: 'Oil', userName: 'Oil person', email, role: 'owner' }] });
  expect(String(browser.cookies.get('homefield_others'))).toMatch(/^[\w-]{43}$/);
  const switched = await switchTo(browser, second);
  expect(switched.status).toBe(200);
  expect(stateOf(switched)).toMatchObject({ workspace: { name: 'Oil' }, others: [{ workspaceName: 'Tea' }] });
  expect(stateOf(switched).csrfToken).not.toBe(opened.csrfToken);
  expect(brandsOf(await browser.session())).toEqual(['Oil', 'Tea']);
  expect((await browser.get('/api/workspace')).json).toMatchObject({ name: 'Oil' });
  // To where one is already: nothing happens.
  expect(brandsOf(stateOf(await switchTo(browser, second)))).toEqual(['Oil', 'Tea']);
  expect(brandsOf(stateOf(await switchTo(browser, first)))).toEqual(['Tea', 'Oil']);
});

test('the cookie of the others is as the session\'s: not for scripts, for this site, bound to the host behind https', async () => {
  const { email } = await person(['Lax', 'Strict']);
  const lines = (answer: Answer) => [answer.headers['set-cookie'] ?? []].flat().map(String).filter((line) => line.includes('homefield_others'));
  expect(lines(await signIn(newBrowser(), email))).toEqual([expect.stringMatching(/^homefield_others=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)]);
  const secured = await startTestServer({ engines: server.engines, publicUrl: 'https://home.example.com' });
  const headers = { host: 'home.example.com', origin: 'https://home.example.com' };
  expect(lines(await secured.anonymous.call('POST', '/api/session', { body: { email, password: testPassword }, headers }))).toEqual([expect.stringMatching(/^__Host-homefield_others=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)]);
  await secured.close();
});

test('the session of one brand reaches nothing of the other: neither with its CSRF token, nor with the others\' cookie alone', async () => {
  const { email, accounts: [, second] } = await person(['Left', 'Right']);
  const browser = newBrowser();
  const left = stateOf(await signIn(browser, email));
  await switchTo(browser, second);
  const refused = await browser.call('PATCH', '/api/session', { body: { name: 'Taken over' }, headers: { 'x-csrf-token': left.csrfToken ?? '' } });
  expect([refused.status, codeOf(refused)]).toEqual([403, 'csrf_token_wrong']);
  browser.cookies.delete('homefield_session');
  expect((await browser.get('/api/workspace')).status).toBe(401);
  const out = await browser.session();
  expect([out.user, out.others]).toEqual([null, []]);
  expect((await switchTo(browser, second)).status).toBe(401);
});

test('a cookie with garbage, with tokens of nobody and with the same one twice opens nothing and breaks nothing', async () => {
  const { email } = await person(['Plain']);
  const browser = newBrowser();
  await signIn(browser, email);
  const own = browser.cookies.get('homefield_session') ?? '';
  for (const text of ['x', `${'a'.repeat(43)}.${'b'.repeat(43)}`, `${own}.${own}`, '%00.%27;--', 'c'.repeat(5_000)]) {
    browser.cookies.set('homefield_others', text);
    const state = await browser.session();
    expect([text.slice(0, 20), state.user?.email, state.others]).toEqual([text.slice(0, 20), email, []]);
    if (/^[\w.-]{43,200}$/.test(text)) expect(browser.cookies.has('homefield_others')).toBe(false);
  }
});

test('different passwords: only the accounts that a password fits are opened, and signing in again with `keep` adds the next', async () => {
  const { email } = await person(['One', 'Two', 'Three'], ['the first password', 'the second password', 'the first password']);
  const browser = newBrowser();
  expect(brandsOf(stateOf(await signIn(browser, email, { password: 'the second password' })))).toEqual(['Two']);
  expect((await signIn(browser, email, { password: 'the third password', keep: true })).status).toBe(401);
  expect(brandsOf(await browser.session())).toEqual(['Two']);
  expect(brandsOf(stateOf(await signIn(browser, email, { password: 'the first password', keep: true })))).toEqual(['One', 'Two', 'Three']);
  // Held already, so that a session of the same account takes its place: still three, and no fourth is alive.
  expect(brandsOf(stateOf(await signIn(browser, email, { password: 'the second password', keep: true })))).toEqual(['Two', 'One', 'Three']);
  expect(await aliveOf(email)).toEqual(['One', 'Three', 'Two']);
});

test('what the browser does not hold yet comes before the oldest', async () => {
  const { email, accounts: [first] } = await person(['Older', 'Newer']);
  const browser = newBrowser();
  await signIn(browser, email);
  await switchTo(browser, first);
  const newer = (await browser.session()).others[0]?.workspaceId;
  await asEngine('delete from session where workspace_id <> $1 and user_id in (select user_id from user_account where email = $2)', [first?.workspaceId, email]);
  expect((await browser.session()).others).toEqual([]);
  const again = stateOf(await signIn(browser, email, { keep: true }));
  expect([again.workspace?.id, brandsOf(again)]).toEqual([newer, ['Newer', 'Older']]);
});

test('without `keep` a sign-in ends everything that the browser held, and the brands that were left are told', async () => {
  const { email } = await person(['East', 'West']);
  const somebody = await person(['North']);
  const browser = newBrowser();
  await signIn(browser, email);
  expect(brandsOf(stateOf(await signIn(browser, somebody.email)))).toEqual(['North']);
  expect(browser.cookies.has('homefield_others')).toBe(false);
  expect(await aliveOf(email)).toEqual([]);
  const actions = await asEngine<{ action: string }>('select action from audit_entry a join user_account u on u.workspace_id = a.workspace_id and u.user_id = a.actor_id where u.email = $1 order by audit_id', [email]);
  expect(actions.map(({ action }) => action)).toEqual(['session.opened', 'session.opened', 'session.closed', 'session.closed'].sort().reverse());
});

test('a disabled account is neither opened nor kept, and alone it is refused with the words of a wrong password', async () => {
  const { email, accounts: [first, second] } = await person(['Open', 'Shut']);
  const disable = async (account: Client | undefined) => asEngine('update user_account set disabled_at = now() where user_id = $1', [account?.userId]);
  const browser = newBrowser();
  await signIn(browser, email);
  await disable(second);
  // The next look finds it gone, and it falls out of the cookie.
  expect(brandsOf(await browser.session())).toEqual(['Open']);
  expect(browser.cookies.has('homefield_others')).toBe(false);
  expect(brandsOf(stateOf(await signIn(newBrowser(), email)))).toEqual(['Open']);
  await disable(first);
  const refused = await signIn(newBrowser(), email);
  expect([refused.status, codeOf(refused)]).toEqual([401, 'sign_in_wrong']);
});

test('a second factor is asked of the account that is opened, and what needs none comes in with its code; what needs one does not', async () => {
  const { email, accounts: [first, second, third] } = await person(['Safe', 'Bare', 'Safer']);
  const code = await secure(first);
  await secure(third);
  const browser = newBrowser();
  const asked = stateOf(await signIn(browser, email));
  expect([asked.user, asked.others, browser.cookies.size]).toEqual([null, [], 0]);
  const entered = await browser.post('/api/session/code', { ticket: asked.codeNeeded?.ticket, code: code() });
  expect(brandsOf(stateOf(entered))).toEqual(['Safe', 'Bare']);
  // Whose sessions are ended between the two steps is not brought in by somebody else's code.
  const later = newBrowser();
  const { codeNeeded } = stateOf(await signIn(later, email));
  expect((await (await signedIn(server.app, server.organization, second as Client)).post('/api/account/end-other-sessions')).status).toBe(200);
  server.engines.clock.advanceTo(server.engines.clock.now() + 30_000);
  expect(brandsOf(stateOf(await later.post('/api/session/code', { ticket: codeNeeded?.ticket, code: code() })))).toEqual(['Safe']);
});

test('one without a second factor is opened at once, and the secured account stays shut until its code is there; `keep` holds over both steps', async () => {
  const { email, accounts: [, second] } = await person(['Bare', 'Safe']);
  const code = await secure(second);
  const browser = newBrowser();
  expect(brandsOf(stateOf(await signIn(browser, email)))).toEqual(['Bare']);
  const asked = stateOf(await signIn(browser, email, { keep: true }));
  expect(asked.codeNeeded).toBeDefined();
  expect(brandsOf(await browser.session())).toEqual(['Bare']);
  expect(brandsOf(stateOf(await browser.post('/api/session/code', { ticket: asked.codeNeeded?.ticket, code: code() })))).toEqual(['Safe', 'Bare']);
});

test('a ninth session beside the one in use ends the one that was used longest ago', async () => {
  const browser = newBrowser();
  const names = Array.from({ length: 10 }, (_, index) => `Brand ${index}`);
  const everybody = [];
  for (const name of names) everybody.push(await person([name]));
  for (const { email } of everybody.slice(0, 9)) await signIn(browser, email, { keep: true });
  expect(brandsOf(await browser.session())).toEqual(names.slice(0, 9).toReversed());
  await signIn(browser, everybody[9]?.email ?? '', { keep: true });
  expect(brandsOf(await browser.session())).toEqual(names.slice(1).toReversed());
  expect(await aliveOf(everybody[0]?.email ?? '')).toEqual([]);
  // Twelve accounts of one e-mail and password: the browser takes nine of them.
  const { email } = await person(Array.from({ length: 12 }, (_, index) => `Many ${index}`));
  expect((await signIn(newBrowser(), email)).json).toMatchObject({ workspace: { name: 'Many 0' }, others: { length: 8 } });
});

test('in the same brand as somebody else: the new session takes the place of the old one', async () => {
  const { email, accounts: [first] } = await person(['Shared', 'Own']);
  const colleague = await server.organization.users.create(null, first?.workspaceId ?? 0n, { email: 'colleague@example.com', name: 'Colleague', password: testPassword, role: 'staff' });
  const browser = newBrowser();
  await signIn(browser, email);
  const state = stateOf(await signIn(browser, colleague.email, { keep: true }));
  expect([state.user?.name, brandsOf(state)]).toEqual(['Colleague', ['Shared', 'Own']]);
  expect(await aliveOf(email)).toEqual(['Own']);
});

test('409 for a brand whose session is over or was never there, with a sentence that says what to do', async () => {
  const { email, accounts: [, second] } = await person(['Stays', 'Ends']);
  const browser = newBrowser();
  await signIn(browser, email);
  await asEngine('delete from session where user_id = $1', [second?.userId]);
  const over = await browser.call('POST', '/api/session/switch', { body: { workspaceId: workspaceOf(second) }, headers: { 'accept-language': 'en' } });
  expect([over.status, over.json]).toEqual([409, expect.objectContaining({ code: 'brand_session_over', detail: expect.stringContaining('sign in to it again') as string })]);
  expect((await browser.post('/api/session/switch', { workspaceId: formatId('workspace', server.workspaceId) })).status).toBe(409);
  expect(brandsOf(await browser.session())).toEqual(['Stays']);
});

test('a new password ends the sessions of that account alone, twelve idle hours those that are not used, and signing out ends all', async () => {
  const { email, accounts: [first, second, third] } = await person(['Used', 'Idle', 'Changed']);
  const browser = newBrowser();
  expect(brandsOf(stateOf(await signIn(browser, email)))).toEqual(['Used', 'Idle', 'Changed']);
  const { clock } = server.engines;
  const changer = { kind: 'user', id: third?.userId ?? 0n, role: 'owner', ...wholeBrand(third?.workspaceId ?? 0n) } as const;
  await server.organization.users.change(changer, changer.workspaceId, changer.id, { password: 'quite another one' });
  expect(brandsOf(await browser.session())).toEqual(['Used', 'Idle']);
  clock.advanceTo(clock.now() + 11 * hourMs);
  await switchTo(browser, second);
  await browser.get('/api/workspace');
  await switchTo(browser, first);
  await browser.get('/api/workspace');
  clock.advanceTo(clock.now() + 11 * hourMs);
  expect(brandsOf(await browser.session())).toEqual(['Used', 'Idle']);
  clock.advanceTo(clock.now() + 2 * hourMs);
  expect(brandsOf(await browser.session())).toEqual(['Used']);
  await signIn(browser, email, { keep: true });
  expect(brandsOf(await browser.session())).toEqual(['Idle', 'Used']);
  expect((await browser.call('DELETE', '/api/session')).status).toBe(200);
  expect(browser.cookies.size).toBe(0);
  const nowMs = clock.now();
  expect(await asEngine('select 1 from session s join user_account u using (workspace_id, user_id) where u.email = $1 and s.seen_at > $2', [email, new Date(nowMs - 12 * hourMs)])).toEqual([]);
});

test('an unknown e-mail costs one look at a password, as one account does; a hash that brands share is looked at once, and twenty are the most', async () => {
  const looks = vi.spyOn(server.organization.passwords, 'matches').mockResolvedValue(false);
  const cost = async (asked: string) => {
    looks.mockClear();
    expect((await signIn(newBrowser(), asked)).status).toBe(401);
    return looks.mock.calls.length;
  };
  const single = await person(['Single']);
  expect([await cost('nobody@example.com'), await cost(single.email)]).toEqual([1, 1]);
  await asEngine('update user_account set disabled_at = now() where email = $1', [single.email]);
  expect(await cost(single.email)).toBe(1);
  const many = await person(Array.from({ length: 22 }, (_, index) => `Crowd ${index}`));
  expect(await cost(many.email)).toBe(1);
  await asEngine('update user_account set password_hash = password_hash || user_id where email = $1', [many.email]);
  expect(await cost(many.email)).toBe(20);
  looks.mockRestore();
});

test('a password is changed by who knows that of this very account, not that of the same e-mail in another brand', async () => {
  const { email } = await person(['Mine', 'Theirs'], ['password of mine', 'password of theirs']);
  const browser = newBrowser();
  await signIn(browser, email, { password: 'password of theirs' });
  const change = (present: string) => browser.call('PATCH', '/api/session', { body: { password: { present, next: 'a new long password' } } });
  expect(codeOf(await change('password of mine'))).toBe('password_wrong');
  expect((await change('password of theirs')).status).toBe(200);
  expect(brandsOf(stateOf(await signIn(newBrowser(), email, { password: 'password of mine' })))).toEqual(['Mine']);
});

test('whoever can prove an account in one brand buys no more guesses at that of the same e-mail in another', async () => {
  const { email } = await person(['Mine', 'Theirs'], [testPassword, 'the password of theirs']);
  const [browser, statuses]: [TestBrowser, number[]] = [newBrowser(), []];
  for (const password of ['1', '2', testPassword, '3', '4', testPassword, '5', '6', testPassword]) statuses.push((await signIn(browser, email, { password })).status);
  expect(statuses).toEqual([401, 401, 200, 401, 401, 200, 401, 429, 429]);
});

test('the brand that is wanted is opened, whichever is the oldest, where the password fits it', async () => {
  const { email, accounts: [, second, third] } = await person(['Old', 'Newer', 'Locked'], [testPassword, testPassword, 'another password']);
  const wanted = async (account: Client | undefined) => brandsOf(stateOf(await newBrowser().post('/api/session', { email, password: testPassword, workspaceId: workspaceOf(account) })));
  expect([await wanted(second), await wanted(third)]).toEqual([['Newer', 'Old'], ['Old', 'Newer']]);
});

test('signing out ends what lies beside also when the session in use is over already', async () => {
  const { email, accounts: [first] } = await person(['Ended', 'Beside']);
  const browser = newBrowser();
  await signIn(browser, email);
  await asEngine('delete from session where user_id = $1', [first?.userId]);
  expect((await browser.call('DELETE', '/api/session')).status).toBe(200);
  expect([await aliveOf(email), [...browser.cookies.keys()]]).toEqual([[], []]);
});
