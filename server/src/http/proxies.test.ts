import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../kernel/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createHttp, createLogger } from './index.ts';

let engines: TestEngines;
beforeAll(async () => { engines = await startTestEngines(); }, 60_000);
afterAll(() => engines.close());

/** The address that limits and the audit log see when a call comes from `remoteAddress` with these words of proxies. */
async function seen(trustProxy: Config['trustProxy'] | undefined, remoteAddress: string, forwardedFor: string): Promise<string> {
  const { clock, randomness, db, log, secretKey } = engines.deps;
  const { app } = await createHttp({
    config: { publicUrl: undefined, ...(trustProxy === undefined ? {} : { trustProxy }) }, clock, randomness, db, log, secretKey, readiness: {}, logger: createLogger({ level: 'silent' }),
    authenticator: { bySession: async () => undefined, byApiKey: async () => undefined },
  });
  app.get('/who', { config: { access: { public: true } }, schema: { hide: true } }, ({ ip }) => ({ ip }));
  const { payload } = await app.inject({ method: 'GET', url: '/who', remoteAddress, headers: { 'x-forwarded-for': forwardedFor } });
  await app.close();
  return (JSON.parse(payload) as { ip: string }).ip;
}

test('behind the proxies of the setting the real address counts; what a caller claims beyond them does not, and nobody else is believed', async () => {
  expect(await seen(undefined, '10.0.0.2', '203.0.113.9')).toBe('10.0.0.2');
  expect(await seen(undefined, '127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  expect(await seen(['loopback', '10.0.0.0/24'], '10.0.0.2', '6.6.6.6, 203.0.113.9, 10.0.0.7')).toBe('203.0.113.9');
  expect(await seen(['loopback', '10.0.0.0/24'], '10.0.1.2', '203.0.113.9')).toBe('10.0.1.2');
  expect(await seen(1, '10.0.0.2', '6.6.6.6, 203.0.113.9')).toBe('203.0.113.9');
  expect(await seen(2, '10.0.0.2', '6.6.6.6, 203.0.113.9, 10.0.0.7')).toBe('203.0.113.9');
});
