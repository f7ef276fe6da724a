/**
 * A development server with a made-up brand behind the same API: `node console/dev/mock.ts` (port 4702) serves it together with
 * console/dist; `HOMEFIELD_DEV_SERVER=http://127.0.0.1:4702 vite console` develops against it. The cookie `mock` chooses what
 * is seen: full, empty, first-run, first-run-imported, signed-out, as-ROLE (of any role), as-region (who sees a region), strange (names that no design expects), troubled, broken, slow, expired.
 */
import { RuleShape, type Audience, type Job, type SearchHit, type SopDefinition, type WecomConnection } from '@homefield/contract';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ok, page, refuse, type Answer, type Call, type Handler } from './answers.ts';
import { accountOf, auditLines, invites, recoveryCodes, sessions, ssoOf, totpSetup, workspace } from './accounts.ts';
import { apiKeys, homeOf, rfmOf, sampleOf, sessionOf, stores, storeSuggestions, systemState, todayOf, users, wecomCheckOf, wecomOf } from './brand.ts';
import { leaveBrand, openBrand, signIn, switchBrand } from './brands.ts';
import { archived, audiencesBy, movedTo, sopsBy } from './lists.ts';
import { customerOf, customers, nowMs, staff, timelineOf } from './people.ts';
import { mockId } from './random.ts';
import { named, strangely } from './strange.ts';
import { addView, changeView, choicesOf, foundBy, layout, leaveOut, leftOut, removeView, restoreView, views } from './views.ts';
import { audiences, catalog, enrollmentsAt, jobs, plainJob, previewOf, resultOf, sops } from './work.ts';
import { mistakesOf, reachOf } from './publishing.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'";

/** A page of rows by the API's cursor and limit. */
const cut = (rows: readonly unknown[], query: URLSearchParams): Answer => {
  const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50)];
  return page(rows.slice(from, from + limit), from + limit < rows.length ? String(from + limit) : null);
};

/** The first audience is used by an SOP, and refuses. */
function archiveOne(id: string, zh: boolean): Answer {
  if (id === audiences[0]?.id) return refuse(409, 'audience_in_use', zh ? '这个人群正被 重要客户回访 使用，请先在那里移除。' : 'This audience is used by 重要客户回访. Take it out there first.');
  archived.add(id);
  return ok(undefined, 204);
}

function customersPage({ query, scene }: Call): Answer {
  if (scene === 'empty') return page([]);
  const sort = query.get('sort') ?? '-lastOrderAt';
  const value = (row: (typeof customers)[number]) => ({ orders: row.orders, netSales: row.netSalesMinor, lastOrderAt: row.lastOrderAtMs ?? 0, createdAt: row.createdAtMs })[sort.replace('-', '')] ?? 0;
  const sign = sort.startsWith('-') ? -1 : 1;
  const found = foundBy(query).sort((left, right) => sign * (value(left) - value(right)));
  const from = Number(query.get('cursor') ?? 0);
  return page(found.slice(from, from + 50).map((row, index) => named(row, index, scene)), from + 50 < found.length ? String(from + 50) : null);
}

/** Names and the last digits of phones; pinyin is the server's. */
function searched({ query, scene }: Call): Answer {
  const q = query.get('q') ?? '';
  const none = { phoneMasked: null, city: null, state: null, size: null, by: 'name' as const };
  const people = customers.filter(({ name, phoneMasked }) => name.includes(q) || (phoneMasked ?? '').endsWith(q)).slice(0, 6);
  const hits: SearchHit[] = [
    ...people.map(({ id, name, phoneMasked, city }): SearchHit => ({ ...none, kind: 'customer', id, name, phoneMasked, city, by: name.includes(q) ? 'name' : 'phone' })),
    ...sops.filter(({ name }) => name.includes(q)).map(({ id, name, state }): SearchHit => ({ ...none, kind: 'sop', id, name, state })),
    ...audiences.filter(({ name }) => name.includes(q)).map(({ id, name, size }): SearchHit => ({ ...none, kind: 'audience', id, name, size })),
  ];
  return ok({ data: scene === 'empty' ? [] : hits, kinds: ['customer', 'sop', 'audience'] });
}

function preview({ body, zh }: Call): Answer {
  const { rule } = body as { rule: unknown };
  const parsed = RuleShape.safeParse(rule);
  if (JSON.stringify(rule).includes('"atLeast":777')) return refuse(422, 'rule_invalid', zh ? '规则里有一处需要修改。' : 'One place in the rule needs a change.', [{ pointer: '/rule/all/0/atLeast', detail: zh ? '年龄不会到 777。' : 'No age reaches 777.' }]);
  if (!parsed.success) return refuse(422, 'rule_invalid', zh ? '规则里有一处需要修改。' : 'One place in the rule needs a change.');
  return ok(previewOf(parsed.data));
}

/** Refuses whoever read it before somebody else saved it. */
function saveAudience({ body, zh }: Call, id: string): Answer {
  const found = audiences.find((audience) => audience.id === id);
  const { name, rule, version } = body as Pick<Audience, 'name' | 'rule' | 'version'>;
  if (found?.version !== version) return refuse(409, 'audience_changed', zh ? '苏禾在 2 分钟前改过这个人群。请重新载入后再改。' : 'Su He changed this audience 2 minutes ago. Load it again, then change it.');
  return ok(Object.assign(found, { name, rule, version: version + 1 }));
}

const exported = { result: { exported: 5_000 }, files: [{ name: '客户-20261122-1432.csv', bytes: 712_400, url: '/api/jobs/x/files/x.csv', expiresAtMs: nowMs + 7 * 86_400_000 }] };

/** A job that runs for four seconds. */
function startJob(kind: string, title: Job['title'], unit: string, end: Partial<Job>): Answer {
  const at = Date.now();
  const made: Job = { ...plainJob, files: [], id: mockId('job', 90 + jobs.length), kind, title, state: 'running', progress: { done: 0, total: 5_000, unit }, createdAtMs: nowMs, startedAtMs: nowMs };
  jobs.unshift(made);
  const timer = setInterval(() => {
    made.progress.done = Math.min(5_000, Math.round((Date.now() - at) * 1.2));
    Object.assign(made, { perSecond: 1_200, leftMs: Math.round((5_000 - made.progress.done) / 1.2) });
    if (made.progress.done < 5_000) return tellJob(made);
    clearInterval(timer);
    Object.assign(made, { state: 'done', leftMs: null, endedAtMs: nowMs + 4_200, ...end });
    tellJob(made);
  }, 500);
  return ok(made, 202);
}

const listeners = new Set<ServerResponse>();
const tellJob = (job: Job) => { for (const listener of listeners) listener.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`); };

function followJobs(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 3000\n\nevent: ready\ndata: {}\n\n');
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
}

const importOrders = (): Answer => startJob('import.orders', { zh: '导入订单', en: 'Import orders' }, 'rows', { result: { rows: 5_000, imported: 4_988, rejected: 12, customers: 1_204, orders: 4_988, amountMinor: 91_204_400, unchanged: 0, refunds: 31, errorFile: '/api/jobs/x/error-file', incomplete: 3, ignoredColumns: ['导购备注', '收货地址', '发票抬头', 'utm_source', '售后退款总计'], unreadRefundColumns: ['售后退款总计'] } });
const exportCustomers = (): Answer => startJob('export.customers', { zh: '导出客户', en: 'Export customers' }, 'customers', exported);
function bulk({ body }: Call): Answer {
  const changed = leaveOut(body as object);
  return startJob('bulk.customers', { zh: '批量不计入统计', en: 'Leave customers out of counts' }, 'customers', { result: { matched: changed, changed } });
}
function undoBulk(_call: Call, id: string): Answer {
  for (const job of jobs) if (job.id === id) job.result = { ...job.result, undone: 'x' };
  leftOut.clear();
  return startJob('bulk.customers', { zh: '撤销：批量恢复计入统计', en: 'Undo: take customers in again' }, 'customers', { result: { matched: 82, changed: 82, undoes: id } });
}

function jobsPage({ query, scene }: Call): Answer {
  if (scene === 'empty') return page([]);
  const [state, kind, mine] = [query.get('state'), query.get('kind'), query.get('mine') === 'true'];
  const isOf = (job: Job) => !state || job.state === state || (state === 'active' && ['waiting', 'running'].includes(job.state));
  return page(jobs.filter((job) => isOf(job) && (!kind || job.kind === kind) && (!mine || job.startedBy?.name === '林夏')));
}

let newWecom: WecomConnection | undefined;
const drafts = new Map<string, unknown>();

function connectWecom({ body, zh }: Call): Answer {
  const { corpId, secret } = body as { corpId: string; secret?: string };
  if (secret === 'wrong') return refuse(422, 'channel_secret_needed', zh ? '请填写应用 Secret：该企业尚未保存 Secret。' : 'Enter the secret of the app too: none is stored for this corp.');
  newWecom = { ...wecomOf('full'), corpId, syncedAtMs: null };
  return ok(newWecom);
}

const one = <Item extends { id: string }>(items: readonly Item[], id: string, call: Call): Answer => {
  const found = items.find((item) => item.id === id);
  return found ? ok(found) : refuse(404, 'not_found', call.zh ? '没有找到，可能已被归档。' : 'Not found; it may have been archived.');
};

function addInvite({ body, zh }: Call): Answer {
  const { email } = body as { email: string };
  if (users.some((user) => user.email === email)) return refuse(409, 'email_taken', zh ? '该邮箱已有账号。' : 'An account with this e-mail address already exists.');
  return ok({ ...invites[0], ...(body as object), scope: invites[0]?.scope, token: 'q3Vd0mXr8sTzK1nYbL5wPjEo7uHcAf2GiR9tMxS4Dk0', publicUrl: null }, 201);
}

/** What somebody else saved meanwhile: the name 冲突 finds it, until it is saved over. */
function changeWorkspace({ body, zh }: Call): Answer {
  const change = body as { name?: string; revision: number };
  const present = { ...workspace, revision: 8, mission: '让护肤回到简单。', positioning: '敏感肌的医研品牌，成分少、说得清，价格也说得清。' };
  if (change.name !== '冲突' || change.revision === present.revision) return ok({ ...workspace, ...change, revision: change.revision + 1 });
  return ok({ ...(refuse(409, 'workspace_changed', zh ? '其他人刚刚修改了这些设置，请查看最新内容后再保存。' : 'Somebody else has changed these settings in the meantime.').body as object), present }, 409);
}

const met = new Map<string, unknown>();

/** The same for an SOP. */
function changeSop({ body, zh }: Call, id: string): Answer {
  const change = body as { name: string; revision: number };
  const stored = sops.find((sop) => sop.id === id);
  if (!stored || change.revision !== stored.revision || !change.name.startsWith('冲突')) return ok({ ...stored, ...change, revision: change.revision + 1, unpublishedChanges: stored?.published != null });
  met.set(id, { ...stored, revision: stored.revision + 1, definition: { ...stored.definition, holdOut: 0.2, steps: stored.definition.steps.map((step) => (step.kind === 'send' ? { ...step, text: `${step.text}（苏禾改过）` } : step)) } });
  return refuse(409, 'sop_changed', zh ? '该 SOP 已被他人修改，请刷新后再修改。' : 'Somebody changed this SOP in the meantime.');
}

/** What was changed is gone, until the server starts anew. */
function discardSop(call: Call, id: string): Answer {
  const sop = sops.find((one) => one.id === id);
  if (sop && (call.body as { revision: number }).revision !== sop.revision) return refuse(409, 'sop_changed', call.zh ? '该 SOP 已被他人修改，请刷新后再修改。' : 'Somebody changed this SOP in the meantime.');
  if (sop?.published) Object.assign(sop, { definition: sop.published, unpublishedChanges: false, revision: sop.revision + 1 });
  return one(sops, id, call);
}

/** Only who was met by the conflict asks what is there now. */
function sopOf(call: Call, id: string): Answer {
  const now = met.get(id);
  met.delete(id);
  return now ? ok(now) : one(sops, id, call);
}

function changeOwn({ body, scene, zh }: Call): Answer {
  const { password } = body as { password?: { present?: string } };
  if (password && scene === 'as-analyst') return refuse(403, 'fresh_sign_in_needed', zh ? '首次设置密码需在登录后 10 分钟内完成。请先退出，用单点登录重新登录后再设置。' : 'A first password is set within 10 minutes of signing in.');
  if (password?.present === 'wrong') return refuse(422, 'password_wrong', zh ? '当前密码不正确。' : 'Your present password is not right.');
  return ok(sessionOf('signed-in'));
}

const accountRoutes: [string, RegExp, Handler][] = [
  ['GET', /^\/account$/, ({ scene }) => ok(accountOf(scene))], ['GET', /^\/account\/sessions$/, () => page(sessions)], ['DELETE', /^\/account\/sessions\/(.+)$/, () => ok(undefined, 204)],
  ['POST', /^\/account\/end-other-sessions$/, () => ok({ ended: 2 })], ['POST', /^\/account\/totp$/, () => ok(totpSetup)], ['POST', /^\/account\/totp\/(?:confirm|recovery-codes)$/, () => ok({ recoveryCodes })], ['POST', /^\/account\/totp\/off$/, () => ok(undefined, 204)],
  ['GET', /^\/invites$/, ({ scene }) => page(scene === 'empty' ? [] : invites)], ['POST', /^\/invites$/, addInvite], ['DELETE', /^\/invites\/(.+)$/, () => ok(undefined, 204)],
  ['POST', /^\/invites\/look$/, ({ body, zh }) => ((body as { token: string }).token.startsWith('old') ? refuse(410, 'invite_over', zh ? '邀请链接已失效（已使用、已撤回、已被新链接取代，或超过 7 天）。请联系邀请人重新发送。' : 'This invitation is no longer good.') : ok({ email: 'chenyu@shancha.example', name: '陈屿', role: 'analyst', workspaceName: '山茶护肤', invitedBy: '林夏', expiresAtMs: nowMs + 6 * 86_400_000 }))],
  ['POST', /^\/invites\/accept$/, () => ok(sessionOf('signed-in'))],
  ['POST', /^\/users\/(.+)\/password-reset$/, () => ok({ token: 'q3Vd0mXr8sTzK1nYbL5wPjEo7uHcAf2GiR9tMxS4Dk0', publicUrl: null, expiresAtMs: nowMs + 86_400_000 }, 201)], ['DELETE', /^\/users\/(.+)\/password-reset$/, () => ok(undefined, 204)],
  ['POST', /^\/password-resets\/look$/, ({ body, zh }) => ((body as { token: string }).token.startsWith('old') ? refuse(410, 'password_reset_over', zh ? '重置链接已失效。' : 'This link is no longer good.') : ok({ email: 'chenyu@shancha.example', name: '陈屿', workspaceName: '山茶护肤', expiresAtMs: nowMs + 86_400_000 }))],
  ['POST', /^\/password-resets\/use$/, ({ body, zh }) => ((body as { password: string }).password === '1234567890' ? refuse(422, 'password_weak', zh ? '这个密码太容易被猜到：它只是连续的数字、字母或键盘顺序。请换一个，可以是一句只有您会写的话。' : 'This password is too easy to guess: it is a row of digits, letters or keys. Choose another one.') : ok(undefined, 204))],
  ['GET', /^\/workspace$/, () => ok(workspace)], ['PATCH', /^\/workspace$/, changeWorkspace],
  ['PUT', /^\/workspace\/logo$/, () => ok(workspace)], ['DELETE', /^\/workspace\/logo$/, () => ok(workspace)],
  ['GET', /^\/settings\/sso$/, ({ scene }) => ok(ssoOf(scene))], ['PUT', /^\/settings\/sso$/, ({ zh }) => refuse(422, 'sso_unreachable', zh ? '该 Issuer 地址没有返回有效的 OpenID Connect 配置，请检查地址；ENOTFOUND' : 'The provider does not answer at this issuer.')], ['DELETE', /^\/settings\/sso$/, () => ok(undefined, 204)],
  ['GET', /^\/audit$/, ({ query }) => page(auditLines.filter((line) => (!query.get('actor') || line.actor.id === query.get('actor')) && line.action.startsWith(query.get('action') ?? '')), query.get('cursor') ? null : 'next')],
  ['PATCH', /^\/users\/(.+)$/, () => ok(users[1])], ['POST', /^\/users\/([^/]+)\/(?:sign-out|reset-totp)$/, () => ok(undefined, 204)],
];

const routes: [string, RegExp, Handler][] = [
  ['GET', /^\/session$/, ({ scene, brand }) => ok(sessionOf(scene, true, brand))],
  ['POST', /^\/session\/switch$/, switchBrand], ['POST', /^\/workspaces$/, openBrand],
  ['POST', /^\/session$/, signIn],
  ['POST', /^\/session\/code$/, ({ body, zh }) => ((body as { code: string }).code === '000000' ? refuse(422, 'code_wrong', zh ? '验证码不正确或已使用过。请等验证器显示下一个验证码再试，也可以使用恢复码。' : 'This code is not right, or it was used before.') : ok(sessionOf('signed-in')))],
  ['PATCH', /^\/session$/, changeOwn],
  ...accountRoutes,
  ['DELETE', /^\/session$/, leaveBrand],
  ['POST', /^\/first-owner$/, () => ok(sessionOf('full'))],
  ['GET', /^\/users$/, ({ query }) => cut(users, query)], ['POST', /^\/users$/, ({ body }) => ok({ ...users[1], ...(body as object), id: mockId('usr', 9) }, 201)],
  ['PATCH', /^\/users\/(.+)$/, (call, id) => one(users, id, call)],
  ['GET', /^\/stores$/, ({ scene }) => page(scene === 'empty' ? [] : stores)], ['GET', /^\/stores\/suggestions$/, ({ scene }) => page(scene === 'empty' ? [] : storeSuggestions)],
  ['POST', /^\/stores$/, ({ body, zh }) => (stores.some(({ name }) => name === (body as { name: string }).name) ? refuse(409, 'store_name_taken', zh ? '已有同名门店，请直接编辑该门店。' : 'There is a store of this name already. Change that one instead.') : ok({ ...stores[0], ...(body as object) }, 201))], ['PATCH', /^\/stores\/(.+)$/, (call, id) => one(stores, id, call)],
  ['GET', /^\/staff$/, ({ scene }) => page(scene === 'empty' ? [] : staff)],
  ['GET', /^\/api-keys$/, ({ scene }) => page(scene === 'empty' ? [] : apiKeys)], ['POST', /^\/api-keys$/, ({ body }) => ok({ ...apiKeys[0], ...(body as object), key: 'hf_live_7c1vQ2nX9pKd84mZtR6wYb3s' }, 201)], ['DELETE', /^\/api-keys\/(.+)$/, () => ok(undefined, 204)],
  ['GET', /^\/channels\/wecom$/, ({ scene }) => ok((scene === 'empty' && newWecom) || wecomOf(scene))], ['POST', /^\/channels\/wecom\/check$/, ({ scene }) => ok(wecomCheckOf(scene))],
  ['PUT', /^\/channels\/wecom$/, connectWecom],
  ['GET', /^\/settings\/messages$/, ({ scene }) => ok({ perDay: 1, perWeek: 4, quietHours: scene === 'empty' ? null : { from: '21:00', to: '09:00' } })],
  ['PUT', /^\/settings\/messages$/, ({ zh }) => refuse(422, 'message_caps_invalid', zh ? '每位客户每天可设 1–100 条消息，每周不少于每天上限（最多 700 条）。' : 'A customer may get 1 to 100 messages a day and at least as many a week (at most 700).')],
  ['GET', /^\/system$/, () => ok(systemState)],
  ['GET', /^\/drafts$/, ({ query }) => ok({ draft: drafts.get(query.get('key') ?? '') ?? null })],
  ['PUT', /^\/drafts$/, ({ body }) => { const { key, ...draft } = body as { key: string }; drafts.set(key, { ...draft, savedAtMs: nowMs }); return ok(undefined, 204); }],
  ['DELETE', /^\/drafts$/, ({ query }) => { drafts.delete(query.get('key') ?? ''); return ok(undefined, 204); }],
  ['GET', /^\/insights\/today$/, ({ scene }) => ok(todayOf(scene === 'empty'))],
  ['GET', /^\/sample$/, ({ scene }) => ok(sampleOf(scene))], ['POST', /^\/sample$/, () => importOrders()], ['DELETE', /^\/sample$/, () => importOrders()],
  ['GET', /^\/insights\/home$/, ({ scene }) => ok(homeOf(scene === 'empty'))],
  ['GET', /^\/search$/, searched],
  ['GET', /^\/customers$/, customersPage], ['GET', /^\/customers\/count$/, ({ query, scene }) => ok({ count: scene === 'empty' ? 0 : foundBy(query).length })], ['GET', /^\/customers\/choices$/, ({ scene }) => ok(choicesOf(scene === 'empty' ? [] : customers))],
  ['GET', /^\/views\/layout$/, () => ok(layout)], ['PUT', /^\/views\/layout$/, ({ body }) => ok(Object.assign(layout, body))], ['GET', /^\/views$/, ({ query, scene }) => page(query.get('page') === 'customers' && scene !== 'empty' ? views : [])],
  ['POST', /^\/views$/, ({ body }) => ok(addView(body as object), 201)], ['PATCH', /^\/views\/([^/]+)$/, ({ body }, id) => ok(changeView(id, body as object))], ['DELETE', /^\/views\/([^/]+)$/, (_call, id) => { removeView(id); return ok(undefined, 204); }], ['POST', /^\/views\/([^/]+)\/restore$/, (_call, id) => ok(restoreView(id))],
  ['GET', /^\/customers\/([^/]+)\/timeline$/, ({ query }) => ok(timelineOf(Number(query.get('cursor') ?? 0)))],
  ['GET', /^\/customers\/([^/]+)$/, (call, id) => { const index = customers.findIndex((each) => each.id === id); const row = customers[index]; return row ? ok(customerOf(named(row, index, call.scene))) : one([], id, call); }],
  ['GET', /^\/audiences$/, ({ query, scene }) => cut(scene === 'empty' ? [] : audiencesBy(query), query)], ['GET', /^\/audiences\/count$/, ({ query, scene }) => ok({ count: scene === 'empty' ? 0 : audiencesBy(query).length })], ['POST', /^\/audiences\/([^/]+)\/restore$/, (call, id) => { archived.delete(id); return one(audiences, id, call); }], ['GET', /^\/audiences\/catalog$/, () => ok(catalog)], ['POST', /^\/audiences\/preview$/, preview],
  ['GET', /^\/audiences\/([^/]+)\/members$/, ({ query }) => cut(customers, query)], ['GET', /^\/audiences\/([^/]+)$/, (call, id) => one(audiences, id, call)],
  ['POST', /^\/audiences$/, ({ body }) => ok({ ...audiences[0], ...(body as object), id: mockId('aud', 1) }, 201)], ['PUT', /^\/audiences\/([^/]+)$/, saveAudience], ['DELETE', /^\/audiences\/([^/]+)$/, ({ zh }, id) => archiveOne(id, zh)],
  ['GET', /^\/models\/rfm$/, ({ scene }) => ok(rfmOf(scene))], ['POST', /^\/models\/rfm\/snapshots$/, () => importOrders()],
  ['GET', /^\/sops$/, ({ query, scene }) => cut(scene === 'empty' ? [] : sopsBy(query), query)], ['GET', /^\/sops\/figures$/, ({ query }) => ok({ asOfMs: nowMs, data: (query.get('ids') ?? '').split(',').map((id) => { const result = resultOf(Math.max(0, sops.findIndex((sop) => sop.id === id))); return { id, entered: result.enrolled, sent: result.sent }; }) })], ['GET', /^\/sops\/count$/, ({ query, scene }) => ok({ count: scene === 'empty' ? 0 : sopsBy(query).length })], ['GET', /^\/sops\/([^/]+)\/result$/, (_call, id) => ok(resultOf(Math.max(0, sops.findIndex((sop) => sop.id === id))))],
  ['GET', /^\/sops\/([^/]+)\/reach$/, (_call, id) => ok(reachOf(sops.findIndex((sop) => sop.id === id)))], ['POST', /^\/sops\/check$/, ({ body }) => ok(mistakesOf((body as { definition: SopDefinition }).definition))],
  ['GET', /^\/sops\/([^/]+)\/enrollments$/, ({ query }) => cut(enrollmentsAt(query.get('step'), query.get('outcome') === 'missed', query.get('reason')), query)],
  ['GET', /^\/sops\/([^/]+)$/, sopOf], ['POST', /^\/sops$/, ({ body }) => ok({ ...sops[3], ...(body as object) }, 201)], ['PUT', /^\/sops\/([^/]+)$/, changeSop], ['POST', /^\/sops\/[^/]+\/copy$/, ({ body }) => ok({ ...sops[3], ...(body as object) }, 201)], ['POST', /^\/sops\/([^/]+)\/(?:publish|end)$/, (call, id) => one(sops, id, call)], ['POST', /^\/sops\/([^/]+)\/discard$/, discardSop], ['POST', /^\/sops\/([^/]+)\/pause$/, (call, id) => one(movedTo('paused', id), id, call)], ['POST', /^\/sops\/([^/]+)\/resume$/, (call, id) => one(movedTo('live', id), id, call)],
  ['POST', /^\/imports\/orders$/, importOrders],
  ['GET', /^\/jobs$/, jobsPage], ['POST', /^\/jobs\/([^/]+)\/retry$/, exportCustomers], ['POST', /^\/customers\/exports$/, exportCustomers], ['POST', /^\/customers\/bulk$/, bulk], ['POST', /^\/customers\/bulk\/([^/]+)\/undo$/, undoBulk], ['POST', /^\/jobs\/([^/]+)\/cancel$/, (call, id) => { const found = jobs.find((job) => job.id === id); if (found) found.cancelRequested = true; return one(jobs, id, call); }], ['GET', /^\/jobs\/([^/]+)$/, (call, id) => one(jobs, id, call)],
];

function answerOf(call: Call): Answer {
  if (call.scene === 'broken' && call.path !== '/session') return refuse(503, 'analytics_unavailable', call.zh ? '分析引擎正在重启，大约 10 秒后恢复。您的数据没有受影响。' : 'The analytics engine is restarting and will be back in about 10 seconds. Your data is unharmed.');
  if (call.scene === 'expired' && call.path !== '/session') return refuse(401, 'sign_in_needed', call.zh ? '登录已过期。' : 'The session has ended.');
  for (const [method, pattern, handler] of routes) {
    const match = method === call.method ? pattern.exec(call.path) : null;
    if (match) return handler(call, match[1] ?? '');
  }
  return refuse(404, 'route_unknown', 'No such address.');
}

async function serveApi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const cookie = request.headers.cookie ?? '';
  const chosen = /(?:^|; )mock=([\w-]+)/.exec(cookie)?.[1] ?? 'full';
  const brand = cookie.includes('mockBrand=2') ? 2 : 1;
  const scene = chosen === 'full' && brand === 2 ? 'empty' : chosen;
  const path = url.pathname.slice('/api'.length);
  const isJson = request.headers['content-type'] === 'application/json';
  const answer = answerOf({ method: request.method ?? 'GET', path, query: url.searchParams, body: isJson && text ? JSON.parse(text) : undefined, scene, brand, zh: (request.headers['accept-language'] ?? 'zh').startsWith('zh') });
  await new Promise((resolve) => setTimeout(resolve, scene === 'slow' && path !== '/session' ? 60_000 : 60));
  const nextScene = path !== '/session' ? undefined : request.method === 'DELETE' && !answer.brand ? 'signed-out' : request.method === 'POST' && answer.status === 200 && (scene === 'expired' || scene === 'signed-out') ? 'full' : undefined;
  const cookies = [...(nextScene ? [`mock=${nextScene}; Path=/`] : []), ...(answer.brand ? [`mockBrand=${answer.brand}; Path=/`] : [])];
  response.writeHead(answer.status, { 'content-type': answer.status >= 400 ? 'application/problem+json' : 'application/json', ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) });
  response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body, scene === 'strange' && !/^\/customers|\/catalog$/.test(path) ? strangely : undefined));
}

function serveFile(response: ServerResponse, url: URL): void {
  const wanted = join(dist, url.pathname);
  const file = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
  response.end(readFileSync(file));
}

export function startMock(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (url.pathname === '/api/jobs/events') followJobs(response);
    else if (url.pathname.startsWith('/api/')) void serveApi(request, response, url);
    else serveFile(response, url);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (import.meta.main) {
  await startMock(4702);
  console.log('http://127.0.0.1:4702');
}
