import { account, auditLine, invite, sessionEntry, ssoSettings, workspaceSettings } from '@homefield/contract';
import { scopes, users } from './brand.ts';
import { nowMs, staff } from './people.ts';
import { mockId } from './random.ts';

const dayMs = 86_400_000;
const qr = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h29v29H0z"/><path stroke="#000" d="M2 2.5h7m2 0h3m3 0h2m1 0h7M2 3.5h1m5 0h1m2 0h2m2 0h3m2 0h1m5 0h1M2 4.5h1m1 0h3m1 0h1m3 0h4m3 0h1m1 0h3m1 0h1M2 5.5h1m1 0h3m1 0h1m1 0h2m4 0h1m2 0h1m1 0h3m1 0h1M2 6.5h1m1 0h3m1 0h1m2 0h3m1 0h2m1 0h1m1 0h3m1 0h1M2 7.5h1m5 0h1m1 0h1m2 0h2m4 0h1m5 0h1M2 8.5h7m1 0h1m1 0h1m1 0h1m1 0h1m1 0h7M10 9.5h3m2 0h2M2 12.5h2m3 0h5m1 0h2m3 0h1m2 0h4M4 15.5h3m3 0h2m2 0h5m2 0h3M2 18.5h7m2 0h2m1 0h3m4 0h4M2 24.5h7m1 0h3m2 0h5m1 0h2"/></svg>';
export const recoveryCodes = ['7kq2m-x9fbd', 'h3vrt-28qpc', 'w6zna-k4je7', 'p9dyg-5mxs2', 'b2chf-r7tqv', 'z8jks-3nwap', 'e5gxm-q2ybd', 't4prc-9vhkf', 'm7wsa-6zjn3', 'd3fqe-x8gtk'];
export const totpSetup = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/', qr: `data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}` };

export const accountOf = (scene: string) => account.parse({
  id: mockId('usr', 1), name: '林夏', email: 'linxia@shancha.example', role: scene === 'as-staff' ? 'staff' : 'owner', language: 'zh', hasPassword: scene !== 'as-analyst',
  totp: { onSinceMs: scene === 'full' ? nowMs - 40 * dayMs : null, recoveryCodesLeft: scene === 'full' ? 8 : 0, required: scene === 'totp-needed' },
});
export const sessions = [
  { browser: 'chrome', system: 'macos', address: '203.0.*.*', createdAtMs: nowMs - 2 * 3_600_000, seenAtMs: nowMs, method: 'password', current: true },
  { browser: 'wecom', system: 'ios', address: '117.136.*.*', createdAtMs: nowMs - 3 * dayMs, seenAtMs: nowMs - 26 * 60_000, method: 'sso', current: false },
  { browser: 'edge', system: 'windows', address: '2408:8000:*', createdAtMs: nowMs - 9 * dayMs, seenAtMs: nowMs - 7 * 3_600_000, method: 'password', current: false },
].map((one, index) => sessionEntry.parse({ id: mockId('ses', index + 1), ...one }));

export const invites = [
  { email: 'chenyu@shancha.example', name: '陈屿', role: 'analyst', state: 'open', createdAtMs: nowMs - dayMs, expiresAtMs: nowMs + 6 * dayMs, scope: scopes.region },
  { email: 'wuqing@shancha.example', name: '吴晴', role: 'content', state: 'expired', createdAtMs: nowMs - 12 * dayMs, expiresAtMs: nowMs - 5 * dayMs, scope: scopes.own, staff: { id: staff[0]?.id, name: '周晓彤' } },
  { email: 'suhe@shancha.example', name: '苏禾', role: 'operator', state: 'accepted', createdAtMs: nowMs - 120 * dayMs, expiresAtMs: nowMs - 113 * dayMs },
].map((one, index) => invite.parse({ id: mockId('inv', index + 1), createdBy: { id: mockId('usr', 1), name: '林夏' }, scope: scopes.brand, staff: null, ...one }));

export const workspace = workspaceSettings.parse({
  id: mockId('ws', 1), name: '山茶护肤', zone: 'Asia/Shanghai', currency: 'CNY', logoUrl: null, requireTotp: false, currencyFixed: true, revision: 7,
  mission: '让每一位敏感肌都能安心护肤。', positioning: '医研共创的敏感肌护理品牌，成分少、说得清。', voice: '像懂行的朋友：不夸张，不催促，先问再荐。',
});
export const ssoOf = (scene: string) => ssoSettings.parse({
  redirectUri: 'https://home.shancha.example/api/sso/callback',
  ...(scene === 'empty' ? { enabled: false, label: '', issuer: '', clientId: '', hasSecret: false, domains: [], newRole: null }
    : { enabled: true, label: '公司账号', issuer: 'https://login.shancha.example', clientId: 'homefield', hasSecret: true, domains: ['shancha.example'], newRole: 'content' }),
});

const who = (index: number) => ({ kind: 'user', id: users[index]?.id ?? null, name: users[index]?.name ?? null, tail: null, madeBy: null });
const person = (index: number) => ({ kind: 'user', id: users[index]?.id ?? '', name: users[index]?.name ?? null });
export const auditLines = [
  { actor: who(0), action: 'session.opened', object: person(0), detail: { method: 'password' } },
  { actor: who(0), action: 'invite.created', object: { kind: 'invite', id: mockId('inv', 1), name: null }, detail: { role: 'analyst' } },
  { actor: who(1), action: 'session.opened', object: person(1), detail: { method: 'sso' } },
  { actor: who(0), action: 'api_key.created', object: { kind: 'api_key', id: mockId('key', 1), name: '小程序商城同步订单' }, detail: { scopes: ['write', 'import'] } },
  { actor: who(0), action: 'user.changed', object: person(2), detail: { changes: { role: { before: 'analyst', after: 'operator' }, disabled: { before: false, after: true } } } },
  { actor: { kind: 'apiKey', id: mockId('key', 1), name: '小程序商城同步订单', tail: 'x7qk', madeBy: '林夏' }, action: 'orders.imported', object: { kind: 'job', id: mockId('job', 1), name: null }, detail: { file: '11-22.csv' } },
  { actor: who(0), action: 'totp.turned_on', object: person(0), detail: {} },
  { actor: { kind: 'system', id: null, name: null, tail: null, madeBy: null }, action: 'user.created', object: person(1), detail: { role: 'operator', by: 'sso' } },
  { actor: who(0), action: 'workspace.created', object: { kind: 'workspace', id: mockId('ws', 1), name: null }, detail: {} },
].map((one, index) => auditLine.parse({ id: mockId('adt', index + 1), atMs: nowMs - index * 5_400_000, ...one }));
