import type { SessionState } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../kernel/index.ts';
import { browserOf } from '../testing/browser.ts';
import { startTestServer, testPassword } from '../testing/server.ts';
import type { Answer, TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const email = 'leaves@example.com';
const stateOf = (answer: Answer) => answer.json as SessionState;
/** The brands that a browser is in: the one in use, then the others. */
const brandsOf = ({ workspace, others }: SessionState) => [workspace?.name ?? null, ...others.map(({ workspaceName }) => workspaceName)];
const alive = async () => (await server.engines.deps.db.asEngine((tx) => tx.query<{ name: string }>('select w.name from session s join user_account u using (workspace_id, user_id) join workspace w using (workspace_id) where u.email = $1 order by w.name', [email]))).map(({ name }) => name);

test('out of the present brand alone: its session is over, the browser goes on in the one before; out of the last one nothing is left', async () => {
  const ids: bigint[] = [];
  for (const name of ['Leave', 'Stay', 'Third']) {
    const workspaceId = await server.organization.workspaces.create({ name });
    await server.organization.users.create(null, workspaceId, { email, name: `${name} person`, password: testPassword, role: 'owner' });
    server.engines.clock.advanceTo(server.engines.clock.now() + 1_000);
    ids.push(workspaceId);
  }
  const browser = browserOf(server.app, { address: '198.51.100.7' });
  const out = () => browser.call('DELETE', '/api/session?only=present');
  const opened = stateOf(await browser.post('/api/session', { email, password: testPassword }));
  expect(brandsOf(opened)).toEqual(['Leave', 'Stay', 'Third']);
  const left = stateOf(await out());
  expect([brandsOf(left), left.user?.name]).toEqual([['Stay', 'Third'], 'Stay person']);
  expect(left.csrfToken).not.toBe(opened.csrfToken);
  expect(brandsOf(await browser.session())).toEqual(['Stay', 'Third']);
  expect((await browser.post('/api/session/switch', { workspaceId: formatId('workspace', ids[0] ?? 0n) })).status).toBe(409);
  expect(await alive()).toEqual(['Stay', 'Third']);
  expect((await browser.call('DELETE', '/api/session?only=all')).status).toBe(422);
  expect(brandsOf(stateOf(await out()))).toEqual(['Third']);
  expect(stateOf(await out()).user).toBeNull();
  expect([browser.cookies.get('homefield_session') ?? '', browser.cookies.get('homefield_others') ?? '', await alive()]).toEqual(['', '', []]);
});
