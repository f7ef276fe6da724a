import { audience, audiencePreview, job, ruleCatalog, sop, sopEnrollment, sopResult, type Audience, type AudiencePreview, type Job, type Rule, type RuleCatalog, type Sop, type SopEnrollment, type SopResult } from '@homefield/contract';
import { customers, nowMs } from './people.ts';
import { mockId } from './random.ts';

const dayMs = 86_400_000;

export const catalog: RuleCatalog = ruleCatalog.parse({
  attributes: [
    { name: 'city', label: { zh: '城市', en: 'City' }, type: 'text', values: ['上海', '杭州', '南京', '苏州', '成都', '广州', '深圳'] },
    { name: 'source', label: { zh: '来源', en: 'Source' }, type: 'text', values: ['门店立牌', '包裹卡', '公众号菜单', '老带新', '直播间'] },
    { name: 'gender', label: { zh: '性别', en: 'Gender' }, type: 'text', values: ['female', 'male', 'unknown'] },
    { name: 'isContact', label: { zh: '好友关系', en: 'Is a contact' }, type: 'boolean', values: [] },
    { name: 'createdAt', label: { zh: '进入时间', en: 'Customer since' }, type: 'date', values: [] },
    { name: 'orders', label: { zh: '订单数', en: 'number of orders' }, type: 'number', values: [] },
    { name: 'netSales', label: { zh: '净销售额', en: 'net sales' }, type: 'number', money: true, values: [] },
    { name: 'lastOrderAt', label: { zh: '最近下单时间', en: 'last order' }, type: 'date', values: [] },
    { name: 'age', label: { zh: '年龄', en: 'Age' }, type: 'number', values: [] },
  ].map((one) => ({ money: false, ...one })),
  events: [
    { name: 'order.paid', label: { zh: '支付订单', en: 'Paid an order' }, sums: ['amount'] },
    { name: 'order.refunded', label: { zh: '退款', en: 'Was refunded' }, sums: ['amount'] },
    { name: 'product.viewed', label: { zh: '浏览商品', en: 'Viewed a product' }, sums: [] },
    { name: 'message.sent', label: { zh: '收到消息', en: 'Was sent a message' }, sums: [] },
  ],
  models: [{ name: 'rfm', label: { zh: 'RFM', en: 'RFM' }, classes: [['key_value', '重要价值', 'Key value'], ['key_growth', '重要发展', 'Key growth'], ['key_retain', '重要保持', 'Key retain'], ['key_win_back', '重要挽留', 'Key win-back'], ['general_value', '一般价值', 'General value'], ['general_growth', '一般发展', 'General growth'], ['general_retain', '一般保持', 'General retain'], ['general_win_back', '一般挽留', 'General win-back']].map(([name, zh, en]) => ({ name, label: { zh, en } })) }],
});

const rules: Rule[] = [
  { all: [{ model: 'rfm', class: ['key_value', 'key_retain'] }, { event: 'order.paid', absent: true, within: '60d' }, { any: [{ attribute: 'city', in: ['上海', '杭州'] }, { event: 'product.viewed', count: { atLeast: 3 }, within: '14d' }] }] },
  { all: [{ attribute: 'isContact', is: true }, { event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 }] },
  { not: { event: 'order.paid', within: '365d' } },
];
const sentences = [
  { zh: '所属分层是重要价值或重要保持，且最近 60 天没有支付订单，且（城市是上海或杭州，或最近 14 天浏览商品至少 3 次）的客户', en: 'Customers in the class key value or key retain who paid no order in the last 60 days and (live in Shanghai or Hangzhou, or viewed a product at least 3 times in the last 14 days)' },
  { zh: '是好友，且最近 90 天支付订单金额合计至少 ¥500.00 的客户', en: 'Contacts who paid orders of at least ¥500.00 in the last 90 days' },
  { zh: '最近 365 天没有支付过订单的客户', en: 'Customers who paid no order in the last 365 days' },
];

export const audiences: Audience[] = ['60 天未回购的重要客户', '季度高消费好友', '流失老客'].map((name, index) => audience.parse({
  id: mockId('aud', index + 1), name, rule: rules[index], sentence: sentences[index], live: index === 0, size: index === 2 ? null : 1_284 + index * 811, countedAtMs: index === 2 ? null : nowMs - 300_000, createdAtMs: nowMs - (40 - index * 9) * dayMs, version: 3, refreshError: null,
}));

export function previewOf(rule: Rule): AudiencePreview {
  const text = JSON.stringify(rule);
  const hash = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);
  const count = Math.max(12, Math.round((48_216 * (hash % 997)) / 9_973));
  return audiencePreview.parse({
    count, base: 48_216, reach: [{ channel: 'wecom.broadcast', count: Math.round(count * 0.71) }, { channel: 'sms', count: Math.round(count * 0.88) }], sentence: sentences[text.length % 3],
    sample: customers.slice(hash % 100, (hash % 100) + 8), asOfMs: nowMs, tookMs: 42,
  });
}

const definition = {
  trigger: { kind: 'audience_entry', audienceId: mockId('aud', 1) }, holdOut: 0.1,
  steps: [
    { kind: 'wait', id: 'wait-1', for: '1d' },
    { kind: 'send', id: 'send-1', channel: 'wecom.broadcast', text: '{{ customer.name }}，好久不见～入冬了，您常用的面霜有新的小样装，要不要我给您留一份？', confirmWithin: '2d' },
    { kind: 'wait', id: 'wait-2', for: '5d' },
    { kind: 'send', id: 'send-2', channel: 'wecom.broadcast', text: '{{ customer.name }}，这张老客专享券这周日到期：满 300 减 50，门店和小程序都能用。', confirmWithin: '1d' },
  ],
  goal: { event: 'order.paid', withinDays: 14 }, entry: { again: 'never' }, quietHours: { from: '21:00', to: '09:00' },
};

/** The second one was changed after its publication, the fourth never published. */
function publishedOf(index: number): object | null {
  if (index === 3) return null;
  return index !== 1 ? definition : { ...definition, holdOut: 0.05, steps: definition.steps.map((step) => (step.id === 'send-1' ? { ...step, text: '{{ customer.name }}，第一单用得还顺手吗？有问题随时找我。' } : step)) };
}

export const sops: Sop[] = [
  { name: '重要客户回访', state: 'live', publishedVersion: 3, publishedAtMs: nowMs - 26 * dayMs },
  { name: '首单后 7 天关怀', state: 'live', publishedVersion: 1, publishedAtMs: nowMs - 9 * dayMs },
  { name: '沉睡客户唤醒', state: 'paused', publishedVersion: 2, publishedAtMs: nowMs - 60 * dayMs },
  { name: '会员生日礼', state: 'draft', publishedVersion: null, publishedAtMs: null },
  { name: '春季上新', state: 'ended', publishedVersion: 1, publishedAtMs: nowMs - 65 * dayMs, endedAtMs: nowMs - 30 * dayMs },
].map((one, index) => sop.parse({ id: mockId('sop', index + 1), definition, createdAtMs: nowMs - 70 * dayMs, endedAtMs: null, revision: 4, changedAtMs: nowMs - dayMs / 8, changedBy: '苏禾', entersPresent: true, published: publishedOf(index), unpublishedChanges: index === 1, ...one }));

const steps = [
  { stepId: 'wait-1', entered: 1_156, here: 38, passed: 1_118, messages: null },
  { stepId: 'send-1', entered: 1_118, here: 126, passed: 992, messages: { sent: 922, withStaff: 126, queued: 0, missed: [{ reason: 'not_confirmed', count: 43 }, { reason: 'not_a_contact', count: 14 }, { reason: 'cap', count: 10 }, { reason: 'no_consent', count: 3 }] } },
  { stepId: 'wait-2', entered: 992, here: 211, passed: 781, messages: null },
  { stepId: 'send-2', entered: 781, here: 0, passed: 781, messages: { sent: 780, withStaff: 0, queued: 0, missed: [{ reason: 'cap', count: 1 }] } },
] satisfies SopResult['steps'];
/** Of a brand whose customers are no contacts yet: nothing reaches anybody. */
const missedSteps = steps.map((step) => ({ ...step, messages: step.messages && { sent: 0, withStaff: 0, queued: 0, missed: [{ reason: 'not_a_contact', count: step.entered - 6 }, { reason: 'suppressed', count: 6 }] } }));

export function resultOf(number: number): SopResult {
  const base = { asOfMs: nowMs - 60_000, firstPublishedAtMs: nowMs - 65 * dayMs, endedAtMs: number === 4 ? nowMs - 30 * dayMs : null, measuredFromMs: nowMs - 64 * dayMs, measuredUntilMs: nowMs - 17 * dayMs, enrolled: 1_284, heldOut: 128, sent: 1_702, notConfirmed: 64, capped: 41, failed: 3, suppressed: 22, waiting: 126, windowsOpen: number === 1 ? 212 : 0, treatedCustomers: 1_156, heldOutCustomers: 128,
    definition: { zh: '目标窗口（进入后 14 天）内的净销售额，按进入时的分组比较：发送组人均减去对照组人均；区间为 95%（Welch）。', en: 'Net sales inside the window of the goal (14 days from entry), compared by assignment: treated per customer less held-out per customer; 95% interval (Welch).' }, converted: 214, heldOutConverted: 16, treatedSalesMinor: 6_412_300, heldOutSalesMinor: 552_300, steps };
  const lifts = [
    { liftPerCustomerMinor: 1_230, liftLow: 410, liftHigh: 2_050, incrementalSalesMinor: 1_421_880 },
    { liftPerCustomerMinor: 320, liftLow: -640, liftHigh: 1_280, incrementalSalesMinor: 369_920 },
    { liftPerCustomerMinor: -910, liftLow: -1_700, liftHigh: -120, incrementalSalesMinor: -1_051_960, sent: 0, waiting: 0, notConfirmed: 0, capped: 0, failed: 0, suppressed: 1_899, steps: missedSteps },
    { liftPerCustomerMinor: null, liftLow: null, liftHigh: null, incrementalSalesMinor: null, enrolled: 0, heldOut: 0, sent: 0, notConfirmed: 0, capped: 0, failed: 0, suppressed: 0, treatedCustomers: 0, heldOutCustomers: 0, waiting: 0, converted: 0, heldOutConverted: 0, treatedSalesMinor: 0, heldOutSalesMinor: 0, steps: [] },
  ];
  return sopResult.parse({ ...base, ...lifts[number % lifts.length] });
}

const whyMissed = ['not_confirmed', 'not_a_contact', 'cap', 'no_consent'] as const;

export function enrollmentsAt(stepId: string | null, missed: boolean, reason: string | null): SopEnrollment[] {
  return customers.slice(3, 24).map((row, index) => sopEnrollment.parse({
    id: mockId('enr', index + 1), customer: { id: row.id, name: row.name }, heldOut: false, version: 3, state: 'active', stepId, wakeAtMs: nowMs + (index + 1) * 7_200_000,
    enteredAtMs: nowMs - (index + 2) * 5_400_000, goalReachedAtMs: null, salesMinor: 0, missReason: missed ? reason ?? whyMissed[index % whyMissed.length] : null,
  }));
}

const importNumbers = { rows: 69_659, imported: 69_601, rejected: 58, customers: 23_570, orders: 69_601, amountMinor: 250_031_563, unchanged: 0, refunds: 0 };

const me = { id: mockId('usr', 1), name: '林夏' };
const colleague = { id: mockId('usr', 2), name: '苏禾' };
const csv = (number: number, bytes: number, endedAtMs: number) => ({ name: '客户-20261121-1805.csv', bytes, url: `/api/jobs/${mockId('job', number)}/files/x.csv`, expiresAtMs: endedAtMs + 7 * 86_400_000 });

export const plainJob = { problem: null, cancelRequested: false, startedBy: me, perSecond: null, leftMs: null, files: [], retryOf: null, retryable: false, result: null, startedAtMs: null, endedAtMs: null } as const;
export const jobs: Job[] = [
  { kind: 'import.orders', title: { zh: '导入订单：orders-2026-11.csv', en: 'Import orders: orders-2026-11.csv' }, state: 'running', progress: { done: 41_200, total: 69_659, unit: 'rows', rejected: 12 }, perSecond: 2_410, leftMs: 11_800, createdAtMs: nowMs - 61_000, startedAtMs: nowMs - 60_000 },
  { kind: 'model.snapshot', title: { zh: 'RFM 快照：11月22日', en: 'RFM snapshot: Nov 22' }, state: 'waiting', progress: { done: 0, total: 0, unit: 'customers' }, startedBy: colleague, createdAtMs: nowMs - 20_000 },
  { kind: 'bulk.customers', title: { zh: '批量设为不计入统计', en: 'Leave customers out' }, state: 'done', progress: { done: 86, total: 86, unit: 'customers' }, result: { matched: 86, changed: 82 }, createdAtMs: nowMs - 3_000_000, startedAtMs: nowMs - 3_000_000, endedAtMs: nowMs - 2_999_000 },
  { kind: 'export.customers', title: { zh: '导出客户', en: 'Export customers' }, state: 'done', progress: { done: 48_216, total: 48_216, unit: 'customers' }, perSecond: 6_120, result: { exported: 48_216 }, files: [csv(4, 6_812_400, nowMs - 70_000_000)], createdAtMs: nowMs - 70_010_000, startedAtMs: nowMs - 70_009_000, endedAtMs: nowMs - 70_000_000 },
  { kind: 'import.orders', title: { zh: '导入订单：门店历史.csv', en: 'Import orders: stores-history.csv' }, state: 'done', startedBy: colleague, progress: { done: 69_659, total: 69_659, unit: 'rows', rejected: 58 }, result: { ...importNumbers, errorFile: `/api/jobs/${mockId('job', 5)}/error-file` }, createdAtMs: nowMs - 90_000_000, startedAtMs: nowMs - 89_990_000, endedAtMs: nowMs - 89_956_000 },
  { kind: 'export.customers', title: { zh: '导出客户', en: 'Export customers' }, state: 'failed', retryable: true, progress: { done: 0, total: 0, unit: 'customers' }, problem: { code: 'unexpected', zh: '服务内部出错（编号 7c1e09b2a4f3）。', en: 'Something went wrong on our side (reference 7c1e09b2a4f3).' }, createdAtMs: nowMs - 93_000_000, startedAtMs: nowMs - 92_990_000, endedAtMs: nowMs - 92_989_000 },
  { kind: 'import.orders', title: { zh: '导入订单：客户名单.xlsx', en: 'Import orders: customers.xlsx' }, state: 'failed', progress: { done: 0, total: 0, unit: 'rows' }, problem: { code: 'import_not_csv', zh: '这个文件不是 CSV。请在表格软件里另存为 CSV（UTF-8）后再导入；没有任何内容被写入。', en: 'This file is not a CSV. Save it as CSV (UTF-8) in your spreadsheet and import it again; nothing was written.' }, createdAtMs: nowMs - 95_000_000, startedAtMs: nowMs - 94_990_000, endedAtMs: nowMs - 94_989_000 },
  { kind: 'export.customers', title: { zh: '导出客户', en: 'Export customers' }, state: 'done', startedBy: colleague, progress: { done: 812, total: 812, unit: 'customers' }, result: { exported: 812 }, files: [csv(8, 96_200, nowMs - 10 * 86_400_000)], createdAtMs: nowMs - 10 * 86_400_000 - 4_000, startedAtMs: nowMs - 10 * 86_400_000 - 4_000, endedAtMs: nowMs - 10 * 86_400_000 },
].map((one, index) => job.parse({ ...plainJob, id: mockId('job', index + 1), ...one }));
