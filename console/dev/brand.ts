import { apiKey, homeNumbers, rfmClasses, rfmPicture, sessionState, user, wecomConnection, type HomeNumbers, type RfmPicture, type SessionState, type WecomCheck, type WecomConnection } from '@homefield/contract';
import { nowMs } from './people.ts';
import { mockId, seeded } from './random.ts';

const dayMs = 86_400_000;

/** `scene`: first-run, signed-out, as-ROLE (any role, also one that nobody knows), else an owner. */
export function sessionOf(scene: string, virtualTime = true): SessionState {
  const owner = scene !== 'first-run' && scene !== 'signed-out';
  const role = /^as-(\w+)$/.exec(scene)?.[1] ?? 'owner';
  const state = sessionState.parse({
    firstRun: scene === 'first-run', virtualTime, nowMs, csrfToken: owner ? 'mock-csrf' : null,
    user: owner ? { id: mockId('usr', 1), name: '林夏', email: 'linxia@shancha.example', role: 'owner' } : null,
    workspace: owner ? { id: mockId('ws', 1), name: '山茶护肤', zone: 'Asia/Shanghai', currency: 'CNY' } : null,
  });
  return state.user ? { ...state, user: { ...state.user, role: role as 'owner' } } : state;
}

export function homeOf(empty: boolean): HomeNumbers {
  const random = seeded(7);
  const months = Array.from({ length: 24 }, (_, index) => {
    const at = new Date(Date.UTC(2024, 11 + index, 1));
    const season = [5, 10].includes(at.getUTCMonth()) ? 1.7 : 1;
    const buyers = Math.round((900 + index * 70 + random() * 260) * season);
    return { month: at.toISOString().slice(0, 7), buyers, orders: Math.round(buyers * 1.18), salesMinor: Math.round(buyers * 1.18 * (21_400 + random() * 3_000)) };
  });
  const none = { customers: 0, contacts: 0, newCustomers30d: 0, activeBuyers365d: 0, orders30d: 0, ordersPrevious30d: 0, salesMinor30d: 0, salesMinorPrevious30d: 0, netSalesMinor30d: 0, repurchaseRate365d: null, months: [], messages: { waitingForStaff: 0, sent30d: 0, capped30d: 0 }, liveSops: 0 };
  const full = {
    customers: 48_216, contacts: 31_940, newCustomers30d: 2_184, activeBuyers365d: 17_352, orders30d: 4_467, ordersPrevious30d: 3_920, salesMinor30d: 103_284_760, salesMinorPrevious30d: 112_530_400, netSalesMinor30d: 98_410_220,
    repurchaseRate365d: 0.3812, months, messages: { waitingForStaff: 126, sent30d: 18_422, capped30d: 1_307 }, liveSops: 2,
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

export function rfmOf(empty: boolean): RfmPicture {
  if (empty) return rfmPicture.parse({ snapshot: null });
  const random = seeded(11);
  const bands = ['0–30', '31–60', '61–120', '121–240', '241–365'];
  const counts = ['1', '2', '3', '4–6', '7+'];
  return rfmPicture.parse({
    snapshot: {
      id: mockId('mod', 1), asOfMs: nowMs - 5 * 3_600_000, takenAtMs: nowMs - 5 * 3_600_000, buyers: sizes.reduce((sum, size) => sum + size, 0),
      lines: { recencyDays: 118, frequency: 2.34, amountMinor: 59_430 }, linesBy: 'mean',
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
  { id: mockId('usr', 1), name: '林夏', email: 'linxia@shancha.example', role: 'owner', createdAtMs: nowMs - 300 * dayMs, disabled: false },
  { id: mockId('usr', 2), name: '苏禾', email: 'suhe@shancha.example', role: 'operator', createdAtMs: nowMs - 120 * dayMs, disabled: false },
  { id: mockId('usr', 3), name: '贺远', email: 'heyuan@shancha.example', role: 'operator', createdAtMs: nowMs - 80 * dayMs, disabled: true },
].map((one) => user.parse(one));

export const apiKeys = [
  { id: mockId('key', 1), name: '小程序商城同步订单', scopes: ['write', 'import'], lastUsedAtMs: nowMs - 240_000, createdAtMs: nowMs - 90 * dayMs, tail: 'x7qk', createdBy: { id: mockId('usr', 1), name: '林夏' } },
  { id: mockId('key', 2), name: '数据仓库只读', scopes: ['read'], lastUsedAtMs: null, createdAtMs: nowMs - 12 * dayMs, tail: 'm2hd', createdBy: null },
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
