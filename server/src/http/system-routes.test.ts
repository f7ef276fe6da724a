import type { SystemState } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { systemRoutes } from './index.ts';

let server: TestServer;
let clickHouseAnswers = true;
beforeAll(async () => {
  server = await startTestServer({ routes: [(app, { engines, clock }) => {
    const { clickhouse } = engines.engines;
    const admin = { ...clickhouse.admin, read: (async (...args: Parameters<typeof clickhouse.admin.read>) => {
      if (!clickHouseAnswers) throw new Error('gone');
      return clickhouse.admin.read(...args);
    }) as typeof clickhouse.admin.read };
    systemRoutes(app, { engines: { ...engines.engines, clickhouse: { ...clickhouse, admin } }, clock });
  }] });
}, 60_000);
afterAll(() => server.close());

test('tells the versions, sizes and lag of what runs', async () => {
  const state = (await server.owner.get('/api/system')).json as SystemState;
  expect(state.postgres).toMatchObject({ embedded: true, version: expect.stringMatching(/^18/) as string });
  expect(state.postgres.bytes).toBeGreaterThan(1_000_000);
  expect(state.clickhouse.answeredInMs).toBeGreaterThanOrEqual(0);
  expect(state.log).toMatchObject({ parked: 0 });
  expect(state.disk.freeBytes).toBeLessThanOrEqual(state.disk.totalBytes);
  expect(state.memory.processBytes).toBeLessThan(state.memory.totalBytes);
});

test('an engine that is away is told as such, and the rest all the same', async () => {
  clickHouseAnswers = false;
  const answer = await server.owner.get('/api/system');
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ clickhouse: { answeredInMs: null, bytes: null }, postgres: { embedded: true } });
  expect((await server.operator.get('/api/system')).status).toBe(403);
});
