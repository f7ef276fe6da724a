import type { Role } from './access.ts';

/** The words of the audit log: the console's page and the server's CSV say the same. Without Zod: the console carries it. */
export type AuditLanguage = 'zh' | 'en';
type Words = readonly [zh: string, en: string];
type Table<Name extends string = string> = Readonly<Record<Name, Words>>;

/** Beginnings of actions, by which the log is filtered. */
const groups = {
  session: ['登录与退出', 'Sign-in and sign-out'], sessions: ['结束登录', 'Sessions ended'], user: ['用户', 'Users'], password_reset: ['密码重置', 'Password resets'], totp: ['两步验证', 'Two-step verification'], recovery_code: ['恢复码', 'Recovery codes'], invite: ['邀请', 'Invitations'], sso: ['单点登录', 'Single sign-on'],
  workspace: ['品牌设置', 'Brand settings'], api_key: ['API 密钥', 'API keys'], channel: ['渠道', 'Channels'], message_settings: ['消息规则', 'Message limits'], customer_reach: ['客户触达许可', 'Customer consent'], customers: ['客户', 'Customers'], orders: ['订单导入', 'Order imports'],
  audience: ['人群', 'Audiences'], sop: ['SOP', 'SOPs'], store: ['门店', 'Stores'], sample: ['样例品牌', 'Sample brand'], audit: ['审计', 'Audit log'],
} as const satisfies Table;
export type AuditGroup = keyof typeof groups;
export const auditGroups = Object.keys(groups) as readonly AuditGroup[];
/** How the actions of a group begin. Recovery codes are used one by one and renewed all at once. */
export const auditPrefix = (group: AuditGroup) => (group === 'recovery_code' ? group : `${group}.`);

const actions: Table = {
  'session.opened': ['登录', 'Signed in'], 'session.closed': ['退出登录', 'Signed out'], 'session.ended': ['结束一处登录', 'Ended a session'], 'sessions.ended': ['结束多处登录', 'Ended sessions'],
  'user.created': ['新增用户', 'Added a user'], 'user.changed': ['修改用户', 'Changed a user'], 'password_reset.created': ['发出密码重置链接', 'Gave a link to reset a password'], 'password_reset.revoked': ['撤回密码重置链接', 'Withdrew a link to reset a password'], 'password_reset.used': ['用重置链接设置新密码', 'Set a new password by a reset link'], 'totp.turned_on': ['开启两步验证', 'Turned on two-step verification'], 'totp.turned_off': ['关闭两步验证', 'Turned off two-step verification'], 'totp.reset': ['重置两步验证', 'Reset two-step verification'],
  'recovery_code.used': ['使用恢复码', 'Used a recovery code'], 'recovery_codes.renewed': ['重新生成恢复码', 'Made new recovery codes'], 'invite.created': ['发出邀请', 'Sent an invitation'], 'invite.accepted': ['接受邀请', 'Accepted an invitation'], 'invite.revoked': ['撤回邀请', 'Withdrew an invitation'],
  'sso.changed': ['修改单点登录', 'Changed single sign-on'], 'sso.removed': ['移除单点登录', 'Removed single sign-on'], 'sso.linked': ['关联公司账号', 'Linked a company account'],
  'workspace.created': ['开设品牌空间', 'Opened the brand'], 'workspace.opened': ['开设另一个品牌', 'Opened another brand'], 'workspace.changed': ['修改品牌设置', 'Changed brand settings'], 'workspace.logo_set': ['更换标志', 'Set the logo'], 'workspace.logo_removed': ['移除标志', 'Removed the logo'],
  'api_key.created': ['新建 API 密钥', 'Created an API key'], 'api_key.deleted': ['作废 API 密钥', 'Revoked an API key'], 'channel.connected': ['连接渠道', 'Connected a channel'], 'message_settings.changed': ['修改消息规则', 'Changed message limits'], 'customer_reach.changed': ['修改客户触达许可', "Changed a customer's consent"],
  'customers.exported': ['导出客户', 'Exported customers'], 'customers.excluded': ['批量设为不计入统计', 'Left customers out of counts'], 'customers.included': ['批量恢复计入统计', 'Counted customers again'], 'orders.imported': ['导入订单', 'Imported orders'],
  'audience.created': ['新建人群', 'Created an audience'], 'audience.changed': ['修改人群', 'Changed an audience'], 'audience.archived': ['归档人群', 'Archived an audience'], 'audience.restored': ['恢复人群', 'Restored an audience'],
  'sop.created': ['新建 SOP', 'Created an SOP'], 'sop.changed': ['修改 SOP', 'Changed an SOP'], 'sop.discarded': ['放弃 SOP 的修改', 'Discarded changes of an SOP'], 'sop.published': ['发布 SOP', 'Published an SOP'], 'sop.paused': ['暂停 SOP', 'Paused an SOP'], 'sop.resumed': ['恢复 SOP', 'Resumed an SOP'], 'sop.ended': ['结束 SOP', 'Ended an SOP'],
  'store.created': ['添加门店', 'Added a store'], 'store.changed': ['修改门店', 'Changed a store'], 'sample.loaded': ['载入样例品牌', 'Loaded the sample brand'], 'sample.removed': ['移除样例品牌', 'Removed the sample brand'], 'audit.exported': ['导出审计记录', 'Exported the audit log'],
};

const kinds: Table = {
  user: ['用户', 'User'], api_key: ['API 密钥', 'API key'], invite: ['邀请', 'Invitation'], workspace: ['品牌空间', 'Brand'], sso: ['单点登录', 'Single sign-on'], channel: ['渠道', 'Channel'], customer: ['客户', 'Customer'], audience: ['人群', 'Audience'], sop: ['SOP', 'SOP'],
  message_settings: ['消息规则', 'Message limits'], job: ['任务', 'Job'], store: ['门店', 'Store'],
};

const actors: Table<ActorKind> = { system: ['系统', 'System'], apiKey: ['API 密钥', 'API key'], user: ['用户', 'User'] };

/** What stands in the details, in the order in which it is told. */
const details: Table = {
  file: ['文件', 'File'], method: ['方式', 'Method'], by: ['来自', 'By way of'], role: ['角色', 'Role'], newRole: ['新人角色', 'Role of newcomers'], scope: ['数据范围', 'Data scope'], copyOf: ['复制自', 'Copy of'], changes: ['修改', 'Changes'], fields: ['修改项', 'Changed'], scopes: ['权限', 'Scopes'], region: ['大区', 'Region'], active: ['营业中', 'Open'], formerNames: ['曾用名', 'Former names'], nameBefore: ['原名称', 'Name before'], regionBefore: ['原大区', 'Region before'],
  enabled: ['启用', 'Enabled'], disabled: ['停用', 'Disabled'], requireTotp: ['要求两步验证', 'Two-step verification required'], issuer: ['身份提供方', 'Issuer'], domains: ['域名', 'Domains'], kind: ['类型', 'Kind'], corpId: ['企业 ID', 'Corp ID'], agentId: ['AgentId', 'Agent ID'], secretChanged: ['更换了 Secret', 'Secret replaced'], expiresAtMs: ['到期', 'Expires'],
  perDay: ['每天上限', 'Cap per day'], perWeek: ['7 天上限', 'Cap in 7 days'], quietHours: ['免打扰时段', 'Quiet hours'], channels: ['渠道', 'Channels'], channel: ['渠道', 'Channel'], allowed: ['许可', 'Allowed'], suppressed: ['全部停发', 'Nothing is sent'], count: ['数量', 'How many'], matched: ['符合条件', 'Matched'], changed: ['改动', 'Changed'], reason: ['原因', 'Reason'], undoes: ['撤销', 'Undoes'],
  why: ['原因', 'Reason'], creator: ['创建人', 'Created by'], tail: ['尾号', 'Ends in'], session: ['登录编号', 'Session'], version: ['版本', 'Version'], revision: ['版次', 'Revision'], columns: ['导出的列', 'Columns'], filter: ['条件', 'Conditions'], chosen: ['所选数量', 'Chosen'], except: ['排除数量', 'Left out'], sort: ['排序', 'Sorted by'], q: ['搜索', 'Search'], class: ['所属分层', 'RFM class'], city: ['城市', 'City'], store: ['门店', 'Store'], contact: ['是否好友', 'Contact'], excluded: ['不计入统计', 'Left out of counts'],
  ordersFrom: ['订单数至少', 'Orders at least'], ordersTo: ['订单数至多', 'Orders at most'], salesFrom: ['净销售额至少（分）', 'Net sales at least (minor units)'], salesTo: ['净销售额至多（分）', 'Net sales at most (minor units)'], lastOrderFrom: ['最近下单不早于', 'Last order from'], lastOrderTo: ['最近下单不晚于', 'Last order until'],
  actor: ['操作人', 'Who'], action: ['操作', 'Action'], object: ['对象', 'Object'], from: ['开始', 'From'], to: ['结束', 'To'],
};

const roleNames: Table<Role> = {
  owner: ['所有者', 'Owner'], manager: ['经理', 'Manager'], operator: ['运营', 'Operator'], content: ['内容', 'Content'], analyst: ['分析', 'Analyst'], staff: ['员工', 'Staff'], developer: ['开发', 'Developer'],
};

/** What is written as a word of the product: kinds of sign-in, fields, columns, classes. */
const values: Table = {
  ...roleNames,
  password: ['密码', 'password'], firstPassword: ['首个密码', 'first password'], sso: ['单点登录', 'single sign-on'], name: ['名称', 'name'], role: ['角色', 'role'], scope: ['数据范围', 'data scope'], staffId: ['关联员工', 'staff member'], disabled: ['停用', 'disabled'], language: ['语言', 'language'], zone: ['时区', 'time zone'], currency: ['货币', 'currency'], mission: ['使命', 'mission'], positioning: ['定位', 'positioning'], voice: ['品牌语气', 'voice'],
  requireTotp: ['要求两步验证', 'two-step verification'], read: ['读取', 'read'], write: ['写入', 'write'], import: ['导入', 'import'], creator_disabled: ['创建人已停用', 'its creator was disabled'], creator_narrowed: ['创建人不再有权邀请', 'its creator may no longer invite'], wecom: ['企业微信', 'WeCom'], 'wecom.broadcast': ['企业群发', 'WeCom broadcast'], email: ['邮箱', 'e-mail'], yes: ['是', 'yes'], no: ['否', 'no'], unsaid: ['未表示', 'not said'], bulkBefore: ['此前的一次批量操作', 'an earlier bulk action'], zh: ['中文', 'Chinese'], en: ['英文', 'English'], rule: ['条件', 'conditions'],
  phone: ['手机', 'phone'], city: ['城市', 'city'], source: ['来源', 'source'], store: ['门店', 'store'], isContact: ['是否好友', 'contact'], rfmClass: ['所属分层', 'RFM class'], orders: ['订单数', 'orders'], netSales: ['净销售额', 'net sales'], lastOrderAt: ['最近下单', 'last order'], createdAt: ['建档时间', 'first seen'], id: ['编号', 'ID'],
  entryAudience: ['人群', 'audience'], again: ['再次进入', 're-entry'], holdOut: ['对照组比例', 'hold-out share'], words: ['话术', 'words'], waits: ['等待时长', 'waits'], confirmWithin: ['员工确认时限', 'time for staff to confirm'], stepsAdded: ['新增步骤', 'steps added'], stepsRemoved: ['删除步骤', 'steps removed'], stepsOrder: ['步骤顺序', 'order of steps'], goal: ['目标', 'goal'], quietHours: ['免打扰时段', 'quiet hours'],
  key_value: ['重要价值', 'Key value'], key_growth: ['重要发展', 'Key growth'], key_retain: ['重要保持', 'Key retain'], key_win_back: ['重要挽留', 'Key win-back'], general_value: ['一般价值', 'General value'], general_growth: ['一般发展', 'General growth'], general_retain: ['一般保持', 'General retain'], general_win_back: ['一般挽留', 'General win-back'],
};

/** Columns of an export: the owner of a customer is no role. */
const columns: Table = { ...values, owner: ['跟进人', 'follow-up staff'] };
const scopes: Table = { brand: ['全品牌', 'Whole brand'], region: ['大区', 'Region'], store: ['门店', 'Store'], own: ['本人客户', 'Own customers'] };
/** Said where it is so; that it is not so is no news. */
const onlyWhenSo: readonly string[] = ['disabled', 'secretChanged'];
/** Where an id says nothing to a reader: the line stands without it. */
const idsUntold: readonly string[] = ['session', 'creator'];
const isId = (value: unknown) => typeof value === 'string' && /^[a-z]{2,5}_[0-9a-z]{13}$/.test(value);
const signs = { zh: { colon: '：', comma: '、', yes: '是', no: '否', nothing: '（空）' }, en: { colon: ': ', comma: ', ', yes: 'yes', no: 'no', nothing: '(empty)' } } as const;
/** Fields whose name means something else among the values. */
const fieldNames: Table = { label: ['按钮名称', 'name of the button'], clientId: ['Client ID', 'client ID'], rule: ['条件', 'conditions'] };
const textMax = 60;

type ActorKind = 'system' | 'apiKey' | 'user';
export type AuditWho = Readonly<{ kind: ActorKind; name: string | null; tail: string | null; madeBy: string | null }>;

export type AuditWords = Readonly<{
  group: (group: AuditGroup) => string;
  action: (action: string) => string;
  kind: (kind: string) => string;
  actor: (kind: ActorKind) => string;
  /** Who did it in one line. A key says that it is one: its purpose may be the name of a person. */
  who: (actor: AuditWho) => string;
  /** «尾号 a1b2，由林夏创建» */
  keyOf: (actor: Pick<AuditWho, 'tail' | 'madeBy'>) => string;
  role: (role: Role) => string;
  /** Details in one line; `dayOf` writes an instant. The name is left out: it is the object's. */
  detail: (detail: Readonly<Record<string, unknown>>, dayOf: (ms: number) => string) => string;
}>;

/** What has no words yet is told as it is written rather than kept back. */
export function auditWords(language: AuditLanguage): AuditWords {
  const at = language === 'zh' ? 0 : 1;
  const say = (table: Table, name: string) => (Object.hasOwn(table, name) ? table[name]?.[at] : undefined) ?? name;
  const sign = signs[language];
  const entries = (record: Readonly<Record<string, unknown>>) => {
    const known = Object.keys(details);
    const told = Object.entries(record).filter(([name, value]) => name !== 'name' && !(isNothing(value) && name !== 'allowed') && !(idsUntold.includes(name) && isId(value)) && !(value === false && onlyWhenSo.includes(name)));
    const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
    return told.sort(([left], [right]) => rank(left) - rank(right));
  };
  const scopeText = ({ kind, name, value }: Record<string, unknown>) => [say(scopes, String(kind)), name ?? value].filter((part) => typeof part === 'string' && part !== '').join(' ');
  /** «角色：运营 → 经理»: what it was and what it became, long texts by their beginnings. */
  const changeText = (name: string, value: unknown, dayOf: (ms: number) => string): string => {
    const { before, after } = (value ?? {}) as { before?: unknown; after?: unknown };
    const side = (one: unknown) => (isNothing(one) ? sign.nothing : clipped(valueText(name, one, dayOf)));
    const label = say(details, name) === name ? capital(say(fieldNames, name) === name ? say(values, name) : say(fieldNames, name)) : say(details, name);
    return `${label}${sign.colon}${side(before)} → ${side(after)}`;
  };
  const valueText = (name: string, value: unknown, dayOf: (ms: number) => string): string => {
    if (typeof value === 'boolean') return value ? sign.yes : sign.no;
    if (typeof value === 'number') return name.endsWith('Ms') ? dayOf(value) : String(value);
    if (value === null && name === 'allowed') return say(values, 'unsaid');
    if (Array.isArray(value)) return value.map((one) => valueText(name, one, dayOf)).join(sign.comma);
    if (typeof value === 'object' && value !== null) return name === 'scope' ? scopeText({ ...value }) : entries({ ...value }).map(([key, one]) => `${say(details, key)}${sign.colon}${valueText(key, one, dayOf)}`).join(sign.comma);
    if (name === 'action') return say(actions, String(value)) === value ? say(groups, String(value).replace(/\.$/, '')) : say(actions, String(value));
    if (name === 'undoes' && isId(value)) return say(values, 'bulkBefore');
    if (name === 'columns') return say(columns, String(value));
    if (name === 'sort') return say(values, String(value).replace('-', ''));
    return freeTexts.includes(name) ? String(value) : say(values, String(value));
  };
  const keyOf: AuditWords['keyOf'] = ({ tail, madeBy }) => (language === 'zh'
    ? [tail === null ? '' : `尾号 ${tail}`, madeBy === null ? '' : `由${madeBy}创建`].filter(Boolean).join('，')
    : [tail === null ? '' : `ends in ${tail}`, madeBy === null ? '' : `made by ${madeBy}`].filter(Boolean).join(', '));
  const who: AuditWords['who'] = ({ kind, name, ...key }) => {
    if (kind !== 'apiKey') return name ?? say(actors, kind);
    const about = keyOf(key);
    const named = name === null ? say(actors, kind) : `${say(actors, kind)}${sign.colon}${name}`;
    return about === '' ? named : language === 'zh' ? `${named}（${about}）` : `${named} (${about})`;
  };
  return {
    who, keyOf, group: (group) => say(groups, group), action: (action) => say(actions, action), kind: (kind) => say(kinds, kind), actor: (kind) => say(actors, kind), role: (role) => say(roleNames, role),
    detail: (detail, dayOf) => entries(detail).flatMap(([name, value]) => (name === 'changes' ? Object.entries({ ...value as object }).map(([field, change]) => changeText(field, change, dayOf)) : [`${say(details, name)}${sign.colon}${valueText(name, value, dayOf)}`])).join(' · '),
  };
}

/** What people wrote themselves is no word of ours, whatever it looks like. */
const freeTexts: readonly string[] = ['creator', 'tail', 'name', 'label', 'clientId', 'staffId', 'zone', 'currency', 'issuer', 'domains', 'file', 'region', 'regionBefore', 'nameBefore', 'copyOf', 'formerNames', 'reason', 'q', 'city', 'store'];

function clipped(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Whether an action has words of its own. */
export function isAuditAction(action: string): boolean {
  return Object.hasOwn(actions, action);
}
