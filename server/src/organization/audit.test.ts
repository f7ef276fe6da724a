import type { AuditLine } from '@homefield/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, hourMs, parseId } from '../kernel/index.ts';
import { startTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); }, 60_000);
afterAll(() => server.close());

const list = async (query = '') => (await server.owner.get(`/api/audit${query}`)).json as { data: AuditLine[]; nextCursor: string | null };

test('the audit log is read by whoever has the permission, the newest first, with names', async () => {
  expect((await server.operator.get('/api/audit')).status).toBe(403);
  expect((await (await server.person('developer')).get('/api/audit')).status).toBe(200);
  const { id } = (await server.owner.post('/api/api-keys', { name: '收银', scopes: ['read'] })).json as { id: string };
  await server.owner.call('DELETE', `/api/api-keys/${id}`);
  await server.owner.call('PATCH', `/api/users/${formatId('user', server.staff.userId)}`, { body: { name: '林夏' } });
  const { data } = await list('?limit=3');
  expect(data.map(({ action, actor, object }) => [action, actor.name, object?.name])).toEqual([
    ['user.changed', 'owner of a', '林夏'], ['api_key.deleted', 'owner of a', '收银'], ['api_key.created', 'owner of a', '收银'],
  ]);
});

test('filters by who, by the beginning of the action, by object and by time; pages show each line once', async () => {
  // The session of the owner is used on the way, so that it lasts.
  for (const hours of [10, 10, 4]) { server.engines.clock.advanceTo(server.engines.clock.now() + hours * hourMs); await list(); }
  const person = await server.person('owner');
  await person.post('/api/invites', { email: 'x@example.com', name: 'X', role: 'staff' });
  const mine = formatId('user', person.userId);
  expect((await list(`?actor=${mine}`)).data.map(({ action }) => action)).toEqual(['invite.created']);
  expect(new Set((await list('?action=user.')).data.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['user']));
  expect((await list('?actor=system')).data.every(({ actor }) => actor.kind === 'system')).toBe(true);
  expect((await list(`?object=${formatId('user', server.staff.userId)}`)).data.map(({ action }) => action)).toEqual(['user.changed', 'user.created']);
  expect((await list('?object=invite')).data).toHaveLength(1);
  expect((await list('?from=2026-11-23')).data.map(({ action }) => action)).toEqual(['invite.created', 'user.created']);
  expect((await list('?to=2026-11-22')).data.map(({ action }) => action)).not.toContain('invite.created');
  const all = (await list('?limit=200')).data.map(({ id }) => id);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all);
  expect((await server.owner.get('/api/audit?cursor=abc')).status).toBe(400);
  expect((await server.owner.get('/api/audit?actor=nobody')).status).toBe(404);
});

test('of another brand nothing is read, not by its ids either', async () => {
  const stranger = await server.other.person('owner');
  expect((await stranger.get(`/api/audit?actor=${formatId('user', server.owner.userId)}`)).json).toMatchObject({ data: [] });
  expect((await stranger.get('/api/audit?limit=200')).text).not.toContain('of a');
});

test('the export is a CSV with the same lines, in which no text can become a formula, and is itself in the log', async () => {
  await server.owner.post('/api/api-keys', { name: '=cmd()', scopes: ['read'] });
  const answer = await server.owner.get('/api/audit/export?action=api_key.');
  expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="audit.csv"; filename*=UTF-8''${encodeURIComponent('审计日志-2026-11-23.csv')}` });
  const lines = answer.text.trimEnd().split('\n');
  expect(lines[0]).toBe('\uFEFF时间,操作人,操作人编号,操作,对象类型,对象,对象编号,详情');
  expect(lines).toHaveLength(1 + (await list('?limit=200&action=api_key.')).data.length);
  expect(lines[1]).toMatch(/^2026-11-23 10:00:00,owner of a,usr_\w+,新建 API 密钥,API 密钥,'=cmd\(\),key_\w+,权限：读取/);
  expect((await list('?limit=1&action=audit.')).data[0]).toMatchObject({ action: 'audit.exported', detail: { action: 'api_key.' } });
  expect((await (await server.person('operator')).get('/api/audit/export')).status).toBe(403);
});

test('the export is in one language from its heading to its details: that which is asked for, else the reader\'s', async () => {
  await server.owner.call('PATCH', `/api/users/${formatId('user', server.staff.userId)}`, { body: { role: 'analyst' } });
  const csv = async (query: string, headers = {}) => (await server.owner.call('GET', `/api/audit/export?action=user.changed${query}`, { headers })).text.trimEnd().split('\n').slice(0, 2);
  const zh = ['\uFEFF时间,操作人,操作人编号,操作,对象类型,对象,对象编号,详情', expect.stringMatching(/,修改用户,用户,林夏,usr_\w+,角色：员工 → 分析$/)];
  const en = ['\uFEFFTime,Who,ID of who,Action,Kind of object,Object,ID of object,Details', expect.stringMatching(/,Changed a user,User,林夏,usr_\w+,Role: Staff → Analyst$/)];
  expect(await csv('')).toEqual(zh);
  expect(await csv('', { 'accept-language': 'en-GB' })).toEqual(en);
  expect(await csv('&language=en')).toEqual(en);
  expect(await csv('&language=zh', { 'accept-language': 'en-GB' })).toEqual(zh);
});

test('a change that changes nothing is no entry, and one of the role names the role alone, whatever else was sent', async () => {
  const { userId } = await server.person('operator');
  const id = formatId('user', userId);
  const change = (body: object) => server.owner.call('PATCH', `/api/users/${id}`, { body });
  const told = async () => (await list(`?object=${id}&action=user.changed`)).data.map(({ detail }) => detail);
  const user = { name: 'operator of a', role: 'operator', disabled: false, scope: { kind: 'brand' } };
  expect((await change(user)).status).toBe(200);
  expect(await told()).toEqual([]);
  expect((await change({ ...user, role: 'manager' })).status).toBe(200);
  expect(await told()).toEqual([{ changes: { role: { before: 'operator', after: 'manager' } } }]);
  expect((await change({ password: 'another long sentence' })).status).toBe(200);
  expect((await told())[0]).toEqual({ fields: ['password'] });
});

test('a key is told from a person of its name: by its end and its maker, in the list and in the file, also when it is gone', async () => {
  const { key, id, tail } = (await server.owner.post('/api/api-keys', { name: '莫娜', scopes: ['write'] })).json as { key: string; id: string; tail: string };
  await server.deps.db.inWorkspace(server.workspaceId, (tx) => server.organization.audit(tx, server.workspaceId, { actor: { kind: 'apiKey', id: parseId('apiKey', id) }, action: 'sop.paused' }));
  const told = async () => (await list(`?actor=${id}`)).data.map(({ actor }) => actor);
  const actor = { kind: 'apiKey', id, name: '莫娜', tail, madeBy: 'owner of a' };
  expect(key.endsWith(tail)).toBe(true);
  expect(await told()).toEqual([actor]);
  const file = async (language: string) => (await server.owner.get(`/api/audit/export?actor=${id}&language=${language}`)).text;
  expect(await file('zh')).toContain(`,API 密钥：莫娜（尾号 ${tail}，由owner of a创建）,${id},暂停 SOP`);
  expect(await file('en')).toContain(`,"API key: 莫娜 (ends in ${tail}, made by owner of a)",${id},Paused an SOP`);
  await server.owner.call('DELETE', `/api/api-keys/${id}`);
  expect(await told()).toEqual([actor]);
});
