import { customer, customerRow, staffMember, timelineEntry, type Customer, type CustomerRow, type StaffMember, type TimelineEntry } from '@homefield/contract';
import { mockId, pick, seeded } from './random.ts';

export const nowMs = Date.UTC(2026, 10, 22, 6, 32);
const dayMs = 86_400_000;
const random = seeded(20_261_122);
const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const given = ['婷', '雪梅', '佳怡', '静', '欣然', '思琪', '雨桐', '梦瑶', '晓燕', '丽华', '一诺', '子涵', '文博', '浩然', '建国', '俊杰', '若曦', '诗涵', '海燕', '秀英', '志强', '可欣'];
const cities = ['上海', '杭州', '南京', '苏州', '成都', '广州', '深圳', '武汉', '长沙', '宁波', '合肥'];
const stores = ['上海静安店', '杭州湖滨店', '南京德基店', '成都太古里店', '苏州中心店'];
const sources = ['门店立牌', '包裹卡', '公众号菜单', '老带新', '直播间', '小红书', '扫码点单'];
const classes = ['key_value', 'key_growth', 'key_retain', 'key_win_back', 'general_value', 'general_growth', 'general_retain', 'general_win_back'] as const;
const staffNames = ['周晓彤', '顾雨晴', '沈佳', '陆一鸣', '许诗韵', '方洁', '韩梅', '邵雯'];

export const staff: StaffMember[] = staffNames.map((name, index) => staffMember.parse({
  id: mockId('stf', index + 1), name, wecomUserId: `ZhouXT${index}`, store: stores[index % stores.length] ?? null, contacts: 1_840 - index * 171, active: index !== 7,
}));

function makeRow(index: number): CustomerRow {
  const orders = random() < 0.22 ? 0 : 1 + Math.floor(random() ** 3 * 14);
  const lastOrderAtMs = orders === 0 ? null : nowMs - Math.floor(random() ** 2 * 500 * dayMs) - 3_600_000;
  const bought = lastOrderAtMs !== null && nowMs - lastOrderAtMs < 365 * dayMs;
  return customerRow.parse({
    id: mockId('cus', index + 1), name: random() < 0.04 ? '' : pick(random, families) + pick(random, given), phoneMasked: random() < 0.12 ? null : `1${pick(random, ['38', '39', '50', '86', '77'])}****${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
    city: random() < 0.1 ? null : pick(random, cities), source: pick(random, sources), store: random() < 0.3 ? null : pick(random, stores), ownerStaff: random() < 0.15 ? null : pick(random, staffNames),
    isContact: random() < 0.72, orders, netSalesMinor: orders === 0 ? 0 : Math.round(orders * (9_800 + random() * 42_000)), lastOrderAtMs,
    rfmClass: bought ? pick(random, classes) : null, createdAtMs: nowMs - Math.floor(random() * 700 * dayMs) - dayMs, excluded: false,
  });
}

export const customers: CustomerRow[] = Array.from({ length: 237 }, (_, index) => makeRow(index));

export function customerOf(row: CustomerRow): Customer {
  return customer.parse({
    ...row, gender: 'female',
    identities: [
      { kind: 'phone', valueMasked: row.phoneMasked ?? '138****0000', addedAtMs: row.createdAtMs },
      { kind: 'wecom.external_user_id', valueMasked: 'wmQ7****************x2Yg', addedAtMs: row.createdAtMs + dayMs },
      { kind: 'wechat.union_id', valueMasked: 'oT9k****************L8c', addedAtMs: row.createdAtMs + dayMs },
      { kind: 'member.number', valueMasked: 'M****0618', addedAtMs: row.createdAtMs + 3 * dayMs },
    ],
    attributes: { 肤质: '混合偏干', 生日: '1992-06-18', 会员等级: '金卡', 关注成分: '烟酰胺、玻色因', 接受短信: true },
  });
}

type Line = readonly [name: string, hoursAgo: number, zh: string, en: string, source: string, amountMinor?: number];
const lines: readonly Line[] = [
  ['message.sent', 3, '顾雨晴发送了“冬季护理套装”消息，客户已收到', 'Gu Yuqing sent the message "Winter care set"; it arrived', '企业微信 · 老客回访 SOP'],
  ['order.paid', 5, '支付了订单 T20261122-0718：玻色因面霜 50 ml ×1', 'Paid order T20261122-0718: Proxylane cream 50 ml ×1', '小程序商城', 45_900],
  ['product.viewed', 6, '浏览了商品“玻色因面霜 50 ml”', 'Viewed the product "Proxylane cream 50 ml"', '小程序商城'],
  ['audience.entered', 30, '进入人群“60 天未回购的重要价值客户”', 'Entered the audience "Key customers without an order for 60 days"', '主场'],
  ['sop.enrolled', 30, '进入 SOP“老客回访” 第 3 版', 'Enrolled in the SOP "Win back", version 3', '主场'],
  ['order.refunded', 220, '订单 T20261104-0029 退款：洁面乳 ×1', 'Refund of order T20261104-0029: cleanser ×1', '门店收银', 12_800],
  ['order.paid', 430, '支付了订单 T20261104-0029：洁面乳 ×1、保湿水 ×2', 'Paid order T20261104-0029: cleanser ×1, toner ×2', '门店收银 · 上海静安店', 38_700],
  ['class.changed', 700, '所属分层由“重要发展”变为“重要价值”', 'RFM class changed from "Key growth" to "Key value"', '主场'],
  ['message.capped', 820, '“双 11 预告”未发送：一周内已收到 2 条消息', '"Double 11 preview" was not sent: 2 messages received within a week', '主场'],
  ['customer.updated', 1_300, '资料更新：城市由空变为上海', 'Profile changed: city is Shanghai', '主场'],
  ['customer.created', 4_800, '扫“门店立牌 · 静安店”的码添加周晓彤为好友', 'Scanned the code "Store stand, Jing\'an" and added Zhou Xiaotong', '企业微信'],
];

export function timelineOf(page: number): { data: TimelineEntry[]; nextCursor: string | null } {
  const data = lines.map(([name, hoursAgo, zh, en, source, amountMinor], index) => timelineEntry.parse({
    position: String(9_000_000 - page * 100 - index), name, occurredAtMs: nowMs - (hoursAgo + page * 4_800) * 3_600_000, source, amountMinor: amountMinor ?? null, subject: '', sentence: { zh, en }, properties: {},
  }));
  return { data, nextCursor: page < 2 ? String(page + 1) : null };
}
