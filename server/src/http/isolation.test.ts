import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createJobs } from '../engines/index.ts';
import type { Jobs } from '../engines/index.ts';
import { formatId, wholeBrand } from '../kernel/index.ts';
import { fingerprint, walkAsStranger } from '../testing/isolation.ts';
import type { Planted } from '../testing/isolation.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { jobRoutes } from './index.ts';

/**
 * Every route that exists, asked by another brand. The routes are those that the server has registered: when more registrars are added here
 * (or the product's own wiring), a route with a parameter fails until an object is planted for it.
 */
let server: TestServer;
let jobs: Jobs;
let planted: Planted;

beforeAll(async () => {
  server = await startTestServer({ routes: [(app, { engines }) => {
    jobs = createJobs(engines.deps);
    jobs.handler('test.long', async () => undefined, { title: { zh: '甲方的任务', en: 'A job of brand A' }, may: 'customers.export' });
    jobRoutes(app, { jobs });
  }] });
  const { organization, owner, workspaceId } = server;
  const jobId = await jobs.start(workspaceId, { kind: 'test.long', input: {}, createdBy: owner.userId });
  const key = await organization.apiKeys.create({ kind: 'user', id: owner.userId, role: 'owner', ...wholeBrand(workspaceId) }, workspaceId, { name: 'key of A', scopes: ['read'] });
  await organization.staff.upsertStaff(workspaceId, { wecomUserId: 'staff-of-a', name: 'Staff of A', store: 'Store of A' });
  const { inviteId } = await organization.invites.create({ kind: 'user', id: owner.userId, role: 'owner', dataScope: { kind: 'brand' }, workspaceId }, workspaceId, { email: 'invited-by-a@example.com', name: 'Guest of A', role: 'staff' });
  const [session] = await organization.sessions.list(workspaceId, server.staff.userId, { limit: 1 });
  planted = {
    ids: { users: formatId('user', server.staff.userId), 'api-keys': formatId('apiKey', key.apiKeyId), jobs: formatId('job', jobId), invites: formatId('invite', inviteId), sessions: formatId('session', session?.sessionId ?? 0n) },
    secrets: ['Brand a', 'of a"', 'Staff of A', 'Guest of A', 'key of A', 'A job of brand A', server.owner.email, formatId('workspace', workspaceId)],
    bodies: { 'PATCH /api/users/:id': { name: 'Taken over', password: 'a new password', disabled: false }, 'POST /api/session/switch': { workspaceId: formatId('workspace', workspaceId) } },
  };
}, 60_000);
afterAll(() => server.close());

test('no route shows or changes anything of another brand, neither to its owner nor to a key with every scope', async () => {
  const { db } = server.engines.deps;
  const before = await fingerprint(db, server.workspaceId);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['user_account', 'api_key', 'job', 'session', 'staff_member', 'audit_entry']));
  const strangers = [server.other.owner, await server.other.apiKey(['read', 'write', 'import'])];
  expect(await walkAsStranger(server.routes, strangers, planted)).toEqual([]);
  expect(await fingerprint(db, server.workspaceId)).toEqual(before);
});

test('the walk itself finds a route that forgets the brand, one that leaks in a list, and one for which nothing is planted', async () => {
  const leaky = await startTestServer({ engines: server.engines, routes: [(app, { engines }) => {
    const schema = { summary: 'x', tags: ['test'] };
    const config = { access: { may: 'users.manage' } } as const;
    const jobOf = (id: string) => engines.deps.db.asEngine((tx) => tx.query('select kind from job where job_id = $1', [BigInt(id)]));
    app.get('/api/leaks/:id', { config, schema: { ...schema, params: z.object({ id: z.string() }) } }, ({ params }) => jobOf(params.id));
    app.get('/api/leaks', { config, schema }, () => engines.deps.db.asEngine((tx) => tx.query('select name from staff_member limit 100')));
    app.put('/api/unplanted/:id', { config, schema }, () => ({}));
  }] });
  const routes = leaky.routes.filter(({ url }) => /leak|unplanted/.test(url));
  const findings = await walkAsStranger(routes, [leaky.other.owner], { ids: { leaks: '1' }, secrets: ['Staff of A'] });
  expect(findings).toEqual([
    'GET /api/leaks/:id: answered 200 for an object of another brand instead of 404',
    'GET /api/leaks: the answer (200) holds "Staff of A" of the other brand',
    'PUT /api/unplanted/:id: no object of the other brand is planted for "unplanted/:id"',
  ]);
  await leaky.close();
});
