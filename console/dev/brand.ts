import { apiKey, homeNumbers, rfmClasses, rfmPicture, sessionState, store, user, wecomConnection, type HomeNumbers, type RfmPicture, type SampleState, type SessionState, type SystemState, type TodayNumbers, type WecomCheck, type WecomConnection } from '@homefield/contract';
import { nowMs, staff } from './people.ts';
import { mockId, seeded } from './random.ts';

const dayMs = 86_400_000;

export const scopes = { brand: { kind: 'brand', value: null, name: null }, region: { kind: 'region', value: '上海大区', name: '上海大区' }, store: { kind: 'store', value: mockId('sto', 1), name: '上海静安店' }, own: { kind: 'own', value: null, name: '周晓彤' } };
const scopeOf: Record<string, keyof typeof scopes> = { 'as-region': 'region', 'as-staff': 'own' };

/** `scene`: first-run, first-run-imported (orders came by command before), signed-out, as-region (a manager of one), as-ROLE (any role, also one that nobody knows), else an owner. */
/** The two brands of the made-up browser. In the second one, which is new, one is a manager. */
const brands = [{ id: mockId('ws', 1), name: '山茶护肤', role: 'owner', userId: mockId('usr', 1) }, { id: mockId('ws', 2), name: '山茶家居', role: 'manager', userId: mockId('usr', 201) }] as const;
export const secondBrand: string = brands[1].id;
const bothScenes = new Set(['full', 'empty', 'signed-in', 'strange']);

/** `brand`: 2 for the second one. */
export function sessionOf(scene: string, virtualTime = true, brand: 1 | 2 = 1): SessionState {
  const firstRun = scene === 'first-run' || scene === 'first-run-imported';
  const owner = !firstRun && scene !== 'signed-out';
  const [present, other] = brand === 2 ? [brands[1], brands[0]] : [brands[0], brands[1]];
  const role = scene === 'as-region' ? 'manager' : /^as-(\w+)$/.exec(scene)?.[1] ?? present.role;
  const state = sessionState.parse({
    firstRun, ...(scene === 'first-run-imported' ? { held: { zone: 'Asia/Hong_Kong', currency: 'HKD' } } : {}), virtualTime, nowMs, csrfToken: owner ? 'mock-csrf' : null,
    others: owner && bothScenes.has(scene) ? [{ workspaceId: other.id, workspaceName: other.name, userName: '林夏', email: 'linxia@shancha.example', role: other.role }] : [],
    user: owner ? { id: present.userId, name: '林夏', email: 'linxia@shancha.example', role: 'owner', scope: scopes[scopeOf[scene] ?? 'brand'], ...(scene === 'totp-needed' ? { totpNeeded: true } : {}) } : null,
    ...(scene === 'signed-out' || scene === 'empty' ? { providers: [{ id: mockId('prv', 1), label: '公司账号', brand: null }] } : {}),
    workspace: owner ? { id: present.id, name: present.name, zone: 'Asia/Shanghai', currency: 'CNY' } : null,
  });
  return state.user ? { ...state, user: { ...state.user, role: role as 'owner' } } : state;
}

export function homeOf(empty: boolean): HomeNumbers {
  const random = seeded(7);
  const months = Array.from({ length: 24 }, (_, index) => {
    const at = new Date(Date.UTC(2024, 11 + index, 1));
    const season = [5, 10].includes(at.getUTCMonth()) ? 1.7 : 1;
    // Of the last month 22 days have passed.
    const buyers = Math.round((900 + index * 70 + random() * 260) * season * (index === 23 ? 22 / 30 / season : 1));
    return { month: at.toISOString().slice(0, 7), buyers, orders: Math.round(buyers * 1.18), salesMinor: Math.round(buyers * 1.18 * (21_400 + random() * 3_000)) };
  });
  const none = { customers: 0, contacts: 0, newCustomers30d: 0, activeBuyers365d: 0, orders30d: 0, ordersPrevious30d: 0, salesMinor30d: 0, salesMinorPrevious30d: 0, netSalesMinor30d: 0, repurchaseRate365d: null, months: [], messages: { waitingForStaff: 0, sent30d: 0, capped30d: 0 }, liveSops: 0 };
  const full = {
    customers: 48_216, contacts: 31_940, newCustomers30d: 2_184, activeBuyers365d: 17_352, orders30d: 4_467, ordersPrevious30d: 3_920, salesMinor30d: 103_284_760, salesMinorPrevious30d: 112_530_400, netSalesMinor30d: 98_410_220,
    repurchaseRate365d: 0.3812, months, messages: { waitingForStaff: 37, sent30d: 18_422, capped30d: 1_307 }, liveSops: 2,
  };
  return homeNumbers.parse({ asOfMs: nowMs - 25_000, ...(empty ? none : full) });
}

const words: Record<(typeof rfmClasses)[number], [string, string, string, string]> = {
  key_value: ['重要价值', 'Key value', 'VIP 服务、共创', 'VIP service, co-creation'], key_growth: ['重要发展', 'Key growth', '提频、二单券', 'Raise frequency, second-order coupon'],
  key_retain: ['重要保持', 'Key retain', '主动联系、补货提醒', 'Reach out, refill reminder'], key_win_back: ['重要挽留', 'Key win-back', '1v1 回访', 'One-to-one call back'],
  general_value: ['一般价值', 'General value', '提客单套装', 'Sets that raise the order value'], general_growth: ['一般发展', 'General growth', '新客培育', 'Nurture new customers'],
  general_retain: ['一般保持', 'General retain', '自动提醒', 'Automatic reminder'], general_win_back: ['一般挽留', 'General win-back', '低成本或不触达', 'Low cost or no contact'],
};
const sizes = [2_214, 1_036, 1_190, 842, 1_612, 3_905, 1_283, 5_270];
const spend = [189_400, 121_800, 164_200, 118_300, 52_600, 21_900, 48_100, 17_400];

/** `troubled`: a snapshot of the few who were there, before the others were imported. */
export function rfmOf(scene: string): RfmPicture {
  if (scene === 'empty') return rfmPicture.parse({ snapshot: null });
  const random = seeded(11);
  const bands = ['0–30', '31–60', '61–120', '121–240', '241–365'];
  const counts = ['1', '2', '3', '4–6', '7+'];
  return rfmPicture.parse({
    snapshot: {
      id: mockId('mod', 1), asOfMs: nowMs - 5 * 3_600_000, takenAtMs: nowMs - 5 * 3_600_000, buyers: sizes.reduce((sum, size) => sum + size, 0), newcomers: scene === 'troubled' ? 1_284 : 0,
      lines: { recencyDays: 117.836_42, frequency: 2.341_77, amountMinor: 59_430.182_6 }, linesBy: 'mean',
      classes: rfmClasses.map((name, index) => {
        const [zh, en, playZh, playEn] = words[name];
        const customers = sizes[index] ?? 0;
        const amount = spend[index] ?? 0;
        return { class: name, label: { zh, en }, play: { zh: playZh, en: playEn }, customers, salesMinor: customers * amount, averageRecencyDays: [0, 1, 4, 5].includes(index) ? 38 + index * 4 : 210 + index * 6, averageFrequency: index % 2 === 0 ? 4.1 - index * 0.15 : 1.2, averageAmountMinor: amount };
      }),
      cells: bands.flatMap((recencyBand, row) => counts.map((frequencyBand, column) => {
        const customers = Math.round(2_100 * Math.exp(-column * 0.75) * (1.25 - row * 0.12) * (0.8 + random() * 0.4));
        return { recencyBand, frequencyBand, customers, salesMinor: customers * (16_000 + column * 24_000) };
      })),
    },
  });
}

export const users = [
  { id: mockId('usr', 1), name: '林夏', email: 'linxia@shancha.example', role: 'owner', createdAtMs: nowMs - 300 * dayMs, disabled: false, totp: true, scope: scopes.brand, staff: null },
  { id: mockId('usr', 2), name: '苏禾', email: 'suhe@shancha.example', role: 'operator', createdAtMs: nowMs - 120 * dayMs, disabled: false, scope: scopes.brand, staff: null },
  { id: mockId('usr', 3), name: '贺远', email: 'heyuan@shancha.example', role: 'operator', createdAtMs: nowMs - 80 * dayMs, disabled: true, scope: scopes.store, staff: null },
  { id: mockId('usr', 4), name: '沈芸', email: 'shenyun@shancha.example', role: 'manager', createdAtMs: nowMs - 60 * dayMs, disabled: false, scope: scopes.region, staff: null },
  { id: mockId('usr', 5), name: '周晓彤', email: 'zhouxt@shancha.example', role: 'staff', createdAtMs: nowMs - 20 * dayMs, disabled: false, scope: scopes.own, staff: { id: staff[0]?.id, name: '周晓彤' } },
  // More than a page, so that lists have to go on.
  ...Array.from({ length: 70 }, (_, index) => ({ id: mockId('usr', 100 + index), name: `导购 ${index + 1}`, email: `guide${index + 1}@shancha.example`, role: 'staff', createdAtMs: nowMs - (10 + index) * dayMs, disabled: index % 9 === 8, totp: index % 3 === 0, scope: scopes.store, staff: null })),
].map((one) => user.parse(one));

export const stores = [
  ['上海静安店', '上海大区', 4_120, true], ['上海徐汇店', '上海大区', 3_806, true], ['上海五角场店', '上海大区', 1_274, false], ['杭州西湖店', '杭州大区', 2_950, true], ['杭州滨江店', '杭州大区', 1_688, true], ['南京新街口店', null, 2_077, true],
].map(([name, region, customers, active], index) => store.parse({ id: mockId('sto', index + 1), name, region, customers, active, formerNames: index === 0 ? ['静安门店'] : [] }));
export const storeSuggestions = [{ name: '苏州观前街店', customers: 1_204 }, { name: '无锡三阳店', customers: 388 }, { name: '线上商城', customers: 96 }];

export const apiKeys = [
  { id: mockId('key', 1), name: '小程序商城同步订单', scopes: ['write', 'import'], lastUsedAtMs: nowMs - 240_000, createdAtMs: nowMs - 90 * dayMs, tail: 'x7qk', expiresAtMs: nowMs + 200 * dayMs, lastAddress: '47.96.*.*', createdBy: { id: mockId('usr', 1), name: '林夏', role: 'owner' } },
  { id: mockId('key', 2), name: '数据仓库只读', scopes: ['read'], lastUsedAtMs: null, createdAtMs: nowMs - 12 * dayMs, tail: 'm2hd', createdBy: { id: mockId('usr', 6), name: '马骏', role: 'developer' } },
  { id: mockId('key', 3), name: '旧收银系统', scopes: ['write'], lastUsedAtMs: nowMs - 40 * dayMs, createdAtMs: nowMs - 300 * dayMs, tail: '9fwz', expiresAtMs: null, createdBy: { id: mockId('usr', 4), name: '沈芸', role: 'operator' }, rests: true },
].map((one) => apiKey.parse(one));

const refused = { zh: '本服务器的 IP 不在应用的“企业可信 IP”中，请添加后重试。', en: 'The IP of this server is not among the trusted IPs of the app. Add it, then try again.' };

export function wecomOf(scene: string): WecomConnection {
  if (scene === 'empty') return wecomConnection.parse({ state: 'missing', corpId: null, agentId: null, lastError: null, restUntilMs: null, syncedAtMs: null });
  const trouble = scene === 'troubled' && { state: 'resting', restUntilMs: nowMs + 240_000, lastError: { code: 60_020, name: 'ip_not_trusted', sentence: refused, atMs: nowMs - 26 * 60_000 } };
  return wecomConnection.parse({ state: 'working', corpId: 'ww5c1e8f0a27d39b64', agentId: 1_000_002, lastError: null, restUntilMs: null, syncedAtMs: nowMs - 95 * 60_000, ...trouble });
}

export function wecomCheckOf(scene: string): WecomCheck {
  return scene === 'troubled' ? { ok: false, code: 60_020, sentence: refused } : { ok: true, code: null, sentence: { zh: '连接正常，共有 38 位员工开通了客户联系。', en: 'WeCom answers; 38 staff members have customers.' } };
}

export function todayOf(empty: boolean): TodayNumbers {
  const none = { orders: 0, salesMinor: 0, newCustomers: 0, sent: 0, entered: 0, classChanges: 0 };
  return {
    asOfMs: nowMs, today: empty ? none : { orders: 186, salesMinor: 4_812_600, newCustomers: 42, sent: 318, entered: 96, classChanges: 1_204 },
    yesterday: empty ? none : { orders: 171, salesMinor: 4_390_100, newCustomers: 55, sent: 290, entered: 120, classChanges: 1_190 },
    people: empty ? { active30d: 0, lapsed: 0, lapsedIn30d: 0 } : { active30d: 8_412, lapsed: 12_930, lapsedIn30d: 611 }, running: { liveSops: empty ? 0 : 2, jobs: 0 },
    hands: { messagesWaiting: empty ? 0 : 37, failedJobs7d: empty ? 0 : 2, rejectedImports7d: empty ? 0 : 1, pausedSops: empty ? 0 : 1, wecomMissing: false },
    steps: { data: !empty, layers: !empty, audience: !empty, sop: false, result: false },
  };
}

/** `troubled`: nothing but the sample. Else it stands among the brand's own customers. */
export const sampleOf = (scene: string): SampleState => ({ state: scene === 'empty' ? 'none' : 'loaded', customers: scene === 'empty' ? 0 : scene === 'troubled' ? 48_216 : 3_000, jobId: null, sopId: null });

export const systemState: SystemState = {
  asOfMs: nowMs, version: '0.1.0', node: '24.21.0', upForMs: 3 * dayMs + 4 * 3_600_000,
  postgres: { version: '18.4', embedded: true, answeredInMs: 2, bytes: 1_240_000_000 }, clickhouse: { version: '26.7.1', embedded: true, answeredInMs: 5, bytes: 640_000_000 },
  log: { readers: [{ reader: 'clickhouse', lagMs: 320 }, { reader: 'sops', lagMs: 12_400 }], oldestTransactionMs: 40, parked: 0 },
  disk: { freeBytes: 41 * 2 ** 30, totalBytes: 80 * 2 ** 30 }, memory: { processBytes: 312 * 2 ** 20, freeBytes: 3 * 2 ** 30, totalBytes: 8 * 2 ** 30 }, jobs: { waiting: 0, running: 1, failed: 1, done: 24 },
};
