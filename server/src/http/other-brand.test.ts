import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

test('what a page of one brand asks for is refused once its browser is in another: whatever is read there is the other one\'s', async () => {
  const meant = (workspaceId: bigint) => ({ 'x-homefield-workspace': formatId('workspace', workspaceId) });
  const [own, others] = [meant(server.workspaceId), meant(server.other.workspaceId)];
  expect((await server.owner.call('GET', '/api/workspace', { headers: own })).status).toBe(200);
  // A change too, before its token is looked at: that of the session before says "reload", which loses what was typed.
  for (const [method, url, body] of [['GET', '/api/workspace', undefined], ['PATCH', '/api/session', { language: 'en' }]] as const) {
    const { status, json } = await server.owner.call(method, url, { ...(body ? { body } : {}), headers: { ...others, 'x-csrf-token': 'of the session before' } });
    expect([status, (json as { code: string }).code]).toEqual([409, 'other_brand']);
  }
  // To leave "this brand" would leave the one that another tab has gone to.
  expect((await server.owner.call('DELETE', '/api/session?only=present', { headers: others })).json).toMatchObject({ code: 'other_brand' });
  expect((await server.owner.get('/api/workspace')).status).toBe(200);
  // Who is there, and nobody's, is said for every page.
  expect((await server.owner.call('GET', '/api/session', { headers: others })).status).toBe(200);
});
