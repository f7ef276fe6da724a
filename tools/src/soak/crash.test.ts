import { expect, test } from 'vitest';
import { crashTest } from './crash.ts';

test('server, ClickHouse and PostgreSQL are killed at random moments, and every event is exactly once in both engines', async () => {
  const result = await crashTest({ kills: 6, events: 6_000, perSecond: 1_000, seed: 7 });
  expect(result.postgres).toEqual({ count: 6_000, distinct: 6_000 });
  expect(result.clickhouse).toEqual({ count: 6_000, distinct: 6_000 });
  expect(result.parked).toBe(0);
  expect(result.kills.server + result.kills.clickhouse + result.kills.postgres).toBeGreaterThan(3);
}, 180_000);
