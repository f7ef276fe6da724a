/**
 * A development server with a made-up brand behind the same API: `node console/dev/mock.ts` (port 4702) serves it together with
 * console/dist; `HOMEFIELD_DEV_SERVER=http://127.0.0.1:4702 vite console` develops against it. The cookie `mock` chooses what
 * is seen: full, empty, first-run, signed-out, as-staff, troubled, broken, slow, expired.
 */
import { RuleShape, type Job, type WecomConnection } from '@homefield/contract';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiKeys, homeOf, rfmOf, sessionOf, users, wecomCheckOf, wecomOf } from './brand.ts';
import { customerOf, customers, nowMs, staff, timelineOf } from './people.ts';
import { mockId } from './random.ts';
import { addView, changeView, choicesOf, foundBy, layout, removeView, restoreView, views } from './views.ts';
import { audiences, catalog, enrollmentsAt, jobs, previewOf, resultOf, sops } from './work.ts';

type Call = { method: string; path: string; query: URLSearchParams; body: unknown; scene: string; zh: boolean };
type Answer = { status: number; body: unknown };
type Handler = (call: Call, id: string) => Answer;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'";

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const page = (data: readonly unknown[], nextCursor: string | null = null): Answer => ok({ data, nextCursor });
const refuse = (status: number, code: string, detail: string, errors?: unknown): Answer => ok({ type: 'about:blank', title: code, status, code, detail, instance: `req_${code.slice(0, 3)}8k2m`, errors }, status);

function customersPage({ query, scene }: Call): Answer {
  if (scene === 'empty') return page([]);
  const sort = query.get('sort') ?? '-lastOrderAt';
  const value = (row: (typeof customers)[number]) => ({ orders: row.orders, netSales: row.netSalesMinor, lastOrderAt: row.lastOrderAtMs ?? 0, createdAt: row.createdAtMs })[sort.replace('-', '')] ?? 0;
  const sign = sort.startsWith('-') ? -1 : 1;
  const found = foundBy(query).sort((left, right) => sign * (value(left) - value(right)));
  const from = Number(query.get('cursor') ?? 0);
  return page(found.slice(from, from + 50), from + 50 < found.length ? String(from + 50) : null);
}

function preview({ body, zh }: Call): Answer {
  const { rule } = body as { rule: unknown };
  const parsed = RuleShape.safeParse(rule);
  if (JSON.stringify(rule).includes('"atLeast":777')) return refuse(422, 'rule_invalid', zh ? '规则里有一处需要修改。' : 'One place in the rule needs a change.', [{ pointer: '/rule/all/0/atLeast', detail: zh ? '年龄不会到 777。' : 'No age reaches 777.' }]);
  if (!parsed.success) return refuse(422, 'rule_invalid', zh ? '规则里有一处需要修改。' : 'One place in the rule needs a change.');
  return ok(previewOf(parsed.data));
}

function importOrders(): Answer {
  const at = Date.now();
  const made: Job = { id: mockId('job', 90 + jobs.length), kind: 'import.orders', title: { zh: '导入订单', en: 'Import orders' }, state: 'running', progress: { done: 0, total: 5_000, unit: 'rows', rejected: 0 }, result: null, problem: null, cancelRequested: false, createdAtMs: nowMs, startedAtMs: nowMs, endedAtMs: null };
  jobs.unshift(made);
  const timer = setInterval(() => {
    made.progress.done = Math.min(5_000, Math.round((Date.now() - at) * 1.2));
    if (made.progress.done < 5_000) return;
    clearInterval(timer);
    Object.assign(made, { state: 'done', endedAtMs: nowMs + 4_200, result: { rows: 5_000, imported: 4_988, rejected: 12, customers: 1_204, orders: 4_988, amountMinor: 91_204_400, unchanged: 0, refunds: 31, errorFile: `/api/jobs/${made.id}/error-file` } });
  }, 200);
  return ok(made, 202);
}

let newWecom: WecomConnection | undefined;

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

const routes: [string, RegExp, Handler][] = [
  ['GET', /^\/session$/, ({ scene }) => ok(sessionOf(scene === 'first-run' || scene === 'signed-out' || scene === 'as-staff' ? scene : 'signed-in'))],
  ['POST', /^\/session$/, ({ body, zh }) => ((body as { password: string }).password === 'wrong' ? refuse(401, 'sign_in_refused', zh ? '邮箱或密码不对。连续 10 次不对会暂停 15 分钟。' : 'E-mail or password is wrong. After 10 tries in a row there is a pause of 15 minutes.') : ok(sessionOf('signed-in')))],
  ['DELETE', /^\/session$/, () => ok(undefined, 204)],
  ['POST', /^\/first-owner$/, () => ok(sessionOf('signed-in'))],
  ['GET', /^\/users$/, () => page(users)], ['POST', /^\/users$/, ({ body }) => ok({ ...users[1], ...(body as object), id: mockId('usr', 9) }, 201)],
  ['GET', /^\/staff$/, ({ scene }) => page(scene === 'empty' ? [] : staff)],
  ['GET', /^\/api-keys$/, ({ scene }) => page(scene === 'empty' ? [] : apiKeys)], ['POST', /^\/api-keys$/, ({ body }) => ok({ ...apiKeys[0], ...(body as object), key: 'hf_live_7c1vQ2nX9pKd84mZtR6wYb3s' }, 201)], ['DELETE', /^\/api-keys\/(.+)$/, () => ok(undefined, 204)],
  ['GET', /^\/channels\/wecom$/, ({ scene }) => ok((scene === 'empty' && newWecom) || wecomOf(scene))], ['POST', /^\/channels\/wecom\/check$/, ({ scene }) => ok(wecomCheckOf(scene))],
  ['PUT', /^\/channels\/wecom$/, connectWecom],
  ['GET', /^\/settings\/messages$/, ({ scene }) => ok({ perDay: 1, perWeek: 4, quietHours: scene === 'empty' ? null : { from: '21:00', to: '09:00' } })],
  ['PUT', /^\/settings\/messages$/, ({ zh }) => refuse(422, 'message_caps_invalid', zh ? '每位客户每天可设 1–100 条消息，每周不少于每天上限（最多 700 条）。' : 'A customer may get 1 to 100 messages a day and at least as many a week (at most 700).')],
  ['GET', /^\/insights\/home$/, ({ scene }) => ok(homeOf(scene === 'empty'))],
  ['GET', /^\/customers$/, customersPage], ['GET', /^\/customers\/count$/, ({ query, scene }) => ok({ count: scene === 'empty' ? 0 : foundBy(query).length })], ['GET', /^\/customers\/choices$/, ({ scene }) => ok(choicesOf(scene === 'empty' ? [] : customers))],
  ['GET', /^\/views\/layout$/, () => ok(layout)], ['PUT', /^\/views\/layout$/, ({ body }) => ok(Object.assign(layout, body))], ['GET', /^\/views$/, ({ query, scene }) => page(query.get('page') === 'customers' && scene !== 'empty' ? views : [])],
  ['POST', /^\/views$/, ({ body }) => ok(addView(body as object), 201)], ['PATCH', /^\/views\/([^/]+)$/, ({ body }, id) => ok(changeView(id, body as object))], ['DELETE', /^\/views\/([^/]+)$/, (_call, id) => { removeView(id); return ok(undefined, 204); }], ['POST', /^\/views\/([^/]+)\/restore$/, (_call, id) => ok(restoreView(id))],
  ['GET', /^\/customers\/([^/]+)\/timeline$/, ({ query }) => ok(timelineOf(Number(query.get('cursor') ?? 0)))],
  ['GET', /^\/customers\/([^/]+)$/, (call, id) => { const row = customers.find((each) => each.id === id); return row ? ok(customerOf(row)) : one([], id, call); }],
  ['GET', /^\/audiences$/, ({ scene }) => page(scene === 'empty' ? [] : audiences)], ['GET', /^\/audiences\/catalog$/, () => ok(catalog)], ['POST', /^\/audiences\/preview$/, preview],
  ['GET', /^\/audiences\/([^/]+)\/members$/, () => page(customers.slice(0, 20))], ['GET', /^\/audiences\/([^/]+)$/, (call, id) => one(audiences, id, call)],
  ['POST', /^\/audiences$/, ({ body }) => ok({ ...audiences[0], ...(body as object), id: mockId('aud', 1) }, 201)], ['PUT', /^\/audiences\/([^/]+)$/, ({ zh }) => refuse(409, 'audience_changed', zh ? '苏禾在 2 分钟前改过这个人群。请重新载入后再改。' : 'Su He changed this audience 2 minutes ago. Load it again, then change it.')], ['DELETE', /^\/audiences\/([^/]+)$/, () => ok(undefined, 204)],
  ['GET', /^\/models\/rfm$/, ({ scene }) => ok(rfmOf(scene === 'empty'))], ['POST', /^\/models\/rfm\/snapshots$/, () => importOrders()],
  ['GET', /^\/sops$/, ({ scene }) => page(scene === 'empty' ? [] : sops)], ['GET', /^\/sops\/([^/]+)\/result$/, (_call, id) => ok(resultOf(Math.max(0, sops.findIndex((sop) => sop.id === id))))],
  ['GET', /^\/sops\/([^/]+)\/enrollments$/, ({ query }) => page(enrollmentsAt(query.get('step')))],
  ['GET', /^\/sops\/([^/]+)$/, (call, id) => one(sops, id, call)], ['POST', /^\/sops$/, ({ body }) => ok({ ...sops[3], ...(body as object) }, 201)], ['PUT', /^\/sops\/([^/]+)$/, ({ body }) => ok({ ...sops[0], ...(body as object) })], ['POST', /^\/sops\/([^/]+)\/(?:publish|pause|resume|end)$/, (call, id) => one(sops, id, call)],
  ['POST', /^\/imports\/orders$/, importOrders],
  ['GET', /^\/jobs$/, ({ scene }) => page(scene === 'empty' ? [] : jobs)], ['POST', /^\/jobs\/([^/]+)\/cancel$/, (call, id) => { const found = jobs.find((job) => job.id === id); if (found) found.cancelRequested = true; return one(jobs, id, call); }], ['GET', /^\/jobs\/([^/]+)$/, (call, id) => one(jobs, id, call)],
];

function answerOf(call: Call): Answer {
  if (call.scene === 'broken' && call.path !== '/session') return refuse(503, 'analytics_unavailable', call.zh ? '分析引擎正在重启，大约 10 秒后恢复。您的数据没有受影响。' : 'The analytics engine is restarting and will be back in about 10 seconds. Your data is unharmed.');
  if (call.scene === 'expired' && call.path !== '/session') return refuse(401, 'signed_out', call.zh ? '登录已过期。' : 'The session has ended.');
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
  const scene = /(?:^|; )mock=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'full';
  const path = url.pathname.slice('/api'.length);
  const isJson = request.headers['content-type'] === 'application/json';
  const answer = answerOf({ method: request.method ?? 'GET', path, query: url.searchParams, body: isJson && text ? JSON.parse(text) : undefined, scene, zh: (request.headers['accept-language'] ?? 'zh').startsWith('zh') });
  await new Promise((resolve) => setTimeout(resolve, scene === 'slow' && path !== '/session' ? 60_000 : 60));
  response.writeHead(answer.status, { 'content-type': answer.status >= 400 ? 'application/problem+json' : 'application/json', ...(scene === 'expired' && path === '/session' && request.method === 'POST' ? { 'set-cookie': 'mock=full; Path=/' } : {}) });
  response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body));
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
    if (url.pathname.startsWith('/api/')) void serveApi(request, response, url);
    else serveFile(response, url);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (import.meta.main) {
  await startMock(4702);
  console.log('http://127.0.0.1:4702');
}
