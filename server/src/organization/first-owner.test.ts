import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp, createLogger } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { clientOf } from '../testing/server.ts';
import { createOrganization, organizationRoutes } from './index.ts';
import type { Organization } from './index.ts';

let engines: TestEngines;
let app: HttpServer;
let organization: Organization;
beforeAll(async () => {
  engines = await startTestEngines();
  const { clock, randomness, db, log, secretKey } = engines.deps;
  organization = createOrganization(engines.deps);
  const config = { publicUrl: 'https://home.example.com' };
  ({ app } = await createHttp({ config, clock, randomness, db, log, secretKey, readiness: {}, authenticator: organization.authenticator, logger: createLogger({ level: 'silent' }) }));
  organizationRoutes(app, { organization, config, secretKey, clock, virtualTime: false, db, ordersExist: async () => false });
}, 60_000);
afterAll(async () => {
  await app.close();
  await engines.close();
});

const headers = { host: 'home.example.com', origin: 'https://home.example.com' };
const body = (setupToken: string) => ({ setupToken, name: 'Chen', email: 'chen@example.com', password: 'a long password', workspaceName: 'Tea House', zone: 'Asia/Hong_Kong', currency: 'hkd' });
const create = (setupToken: string) => clientOf(app, headers).call('POST', '/api/first-owner', { body: body(setupToken) });

test('POST /api/first-owner answers 403 without the token of the last start, 200 with it, once, and 409 afterwards', async () => {
  expect((await clientOf(app, headers).get('/api/session')).json).toMatchObject({ firstRun: true, user: null, csrfToken: null });
  // A brand that was imported from the command line, before anybody could sign in.
  const waiting = await engines.workspace('Imported first');
  const stale = await organization.firstOwners.ensureSetupToken();
  const token = await organization.firstOwners.ensureSetupToken();
  expect(token).not.toBe(stale);
  expect((await create(stale ?? '')).status).toBe(403);
  const refused = await Promise.all([{ zone: 'Mars/Olympus' }, { currency: 'XXQ' }, { password: 'Tea House 2026' }].map((wrong) => clientOf(app, headers).call('POST', '/api/first-owner', { body: { ...body(token ?? ''), ...wrong } })));
  expect(refused.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual([[422, 'zone_unknown'], [422, 'currency_unknown'], [422, 'password_weak']]);
  const stored = await engines.deps.db.asEngine((tx) => tx.query('select installation::text from installation'));
  expect(JSON.stringify(stored)).not.toContain(token);
  const statuses = (await Promise.all([create(token ?? ''), create(token ?? ''), create(token ?? '')])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 409, 409]);
  expect(await organization.firstOwners.ensureSetupToken()).toBeNull();
  // Its data are the owner's, under the name that they gave.
  expect(await engines.deps.db.asEngine((tx) => tx.query('select workspace_id, name from workspace'))).toEqual([{ workspace_id: waiting, name: 'Tea House' }]);
  expect((await clientOf(app, headers).get('/api/session')).json).toMatchObject({ firstRun: false });
  expect((await create(token ?? '')).status).toBe(409);
});

test('behind https the cookie is Secure and bound to the host, HSTS is sent, and other names for this server are refused with 400', async () => {
  const answer = await clientOf(app, headers).call('POST', '/api/session', { body: { email: 'chen@example.com', password: 'a long password' } });
  expect(answer.json).toMatchObject({ user: { role: 'owner' }, workspace: { name: 'Tea House', zone: 'Asia/Hong_Kong', currency: 'HKD' }, virtualTime: false });
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-homefield_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  expect((await clientOf(app, { cookie, host: 'home.example.com' }).get('/api/staff')).status).toBe(200);
  expect((await clientOf(app, { cookie, host: 'rebound.example.net' }).get('/api/staff')).status).toBe(400);
  expect((await clientOf(app, { cookie, host: 'rebound.example.net' }).get('/%61pi/staff')).status).toBe(400);
  expect((await clientOf(app, { cookie, host: '10.0.0.5:4700' }).get('/api/staff')).status).toBe(200);
});

test('a first owner of imported orders takes over the zone in which their days were read and their currency, and is told both before; a brand without orders has what they choose', async () => {
  const { db, ids, clock } = engines.deps;
  const asEngine = (text: string, params: unknown[] = []) => db.asEngine((tx) => tx.query(text, params));
  const begin = async (workspaceName: string) => {
    await asEngine('delete from user_account');
    await asEngine('delete from workspace');
    return { waiting: await engines.workspace(workspaceName), token: await organization.firstOwners.ensureSetupToken() };
  };
  const told = async () => (await clientOf(app, headers).get('/api/session')).json as { held?: unknown };
  const choose = (setupToken: string | null) => clientOf(app, headers).call('POST', '/api/first-owner', { body: { ...body(setupToken ?? ''), zone: 'Europe/Berlin', currency: 'EUR' } });
  const empty = await begin('Nothing imported');
  expect((await told()).held).toBeUndefined();
  expect((await choose(empty.token)).json).toMatchObject({ workspace: { zone: 'Europe/Berlin', currency: 'EUR' } });
  const { waiting, token } = await begin('Imported first');
  await asEngine(`insert into customer_order (workspace_id, order_id, source, order_number, customer_id, state, amount, ordered_at) values ($1, $2, 'test', '1', 1, 'paid', 100, $3)`, [waiting, ids.next('order'), new Date(clock.now())]);
  expect(await told()).toMatchObject({ firstRun: true, held: { zone: 'Asia/Shanghai', currency: 'CNY' } });
  const opened = (await choose(token)).json as { workspace: unknown; held?: unknown };
  expect([opened.workspace, opened.held]).toEqual([expect.objectContaining({ name: 'Tea House', zone: 'Asia/Shanghai', currency: 'CNY' }), undefined]);
});
