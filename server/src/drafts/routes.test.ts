import type { FormDraft } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayMs } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';
import { draftRoutes } from './index.ts';

let server: TestServer;
let aheadMs = 0;
beforeAll(async () => { server = await startTestServer({ routes: [(app, { db, clock }) => draftRoutes(app, { db, clock: { ...clock, now: () => clock.now() + aheadMs } })] }); }, 60_000);
afterAll(() => server.close());

const put = (who: Pick<Client, 'call'>, key: string, value: unknown, base = '') => who.call('PUT', '/api/drafts', { body: { key, base, value } });
const draftOf = async (who: Pick<Client, 'get'>, key: string) => ((await who.get(`/api/drafts?key=${key}`)).json as FormDraft).draft;

test('what is typed is found again by the same person alone, until it is saved or forgotten', async () => {
  const value = { name: '沉睡客户 👋 <b>', rule: { all: [] } };
  expect((await put(server.operator, 'audience:new', value, 'v3')).status).toBe(204);
  expect(await draftOf(server.operator, 'audience:new')).toEqual({ base: 'v3', value, savedAtMs: server.deps.clock.now() });
  expect(await draftOf(server.owner, 'audience:new')).toBeNull();
  expect(await draftOf(server.other.operator, 'audience:new')).toBeNull();
  await put(server.operator, 'audience:new', { name: 'later' });
  expect(await draftOf(server.operator, 'audience:new')).toMatchObject({ value: { name: 'later' } });
  expect((await server.operator.call('DELETE', '/api/drafts?key=audience:new')).status).toBe(204);
  expect(await draftOf(server.operator, 'audience:new')).toBeNull();
});

test('drafts are few, and not kept for ever', async () => {
  for (let index = 0; index < 105; index += 1) {
    aheadMs = index;
    await put(server.staff, `sop:s${index}`, index);
  }
  expect([await draftOf(server.staff, 'sop:s4'), (await draftOf(server.staff, 'sop:s5'))?.value]).toEqual([null, 5]);
  aheadMs = 31 * dayMs;
  expect(await draftOf(server.staff, 'sop:s104')).toBeNull();
  aheadMs = 0;
});

test('refuses what is too long, a strange key, and a key of the API', async () => {
  expect((await put(server.operator, 'audience:new', 'x'.repeat(200_001))).json).toMatchObject({ code: 'draft_too_large' });
  expect((await put(server.operator, '../etc', 1)).status).toBe(422);
  expect((await put(await server.apiKey(['read', 'write']), 'audience:new', 1)).status).toBe(403);
});
