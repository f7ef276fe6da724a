import type { SessionState } from '@homefield/contract';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../kernel/index.ts';
import { browserOf } from '../testing/browser.ts';
import { signedIn, startTestServer, testPassword } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

test('who has lost the second factor of the oldest brand enters a younger one with the same password, and the oldest stays shut', async () => {
  const { organization, engines: { clock } } = server;
  const email = 'lost@example.com';
  const [oldest, younger] = [await organization.workspaces.create({ name: 'Oldest' }), await organization.workspaces.create({ name: 'Younger' })];
  const { userId } = await organization.users.create(null, oldest, { email, name: 'Lost', password: testPassword, role: 'owner' });
  clock.advanceTo(clock.now() + 1_000);
  await organization.users.create(null, younger, { email, name: 'Lost', password: testPassword, role: 'owner' });
  const own = await signedIn(server.app, organization, { ...server.owner, workspaceId: oldest, userId, email });
  const { secret } = (await own.post('/api/account/totp')).json as { secret: string };
  expect((await own.post('/api/account/totp/confirm', { code: generateSync({ secret, epoch: Math.floor(clock.now() / 1_000) }) })).status).toBe(200);

  const browser = browserOf(server.app, { address: '198.51.100.7' });
  const asked = (await browser.post('/api/session', { email, password: testPassword })).json as SessionState;
  expect(asked.user).toBeNull();
  expect(asked.codeNeeded).toMatchObject({ brand: 'Oldest', otherBrands: [{ id: formatId('workspace', younger), name: 'Younger' }] });
  const entered = (await browser.post('/api/session', { email, password: testPassword, workspaceId: formatId('workspace', younger) })).json as SessionState;
  expect([entered.workspace?.name, entered.others]).toEqual(['Younger', []]);
  // A wrong password learns no brand's name.
  expect(JSON.stringify((await browserOf(server.app, { address: '198.51.100.8' }).post('/api/session', { email, password: 'another long password' })).json)).not.toContain('Oldest');
});
