import { auditGroups, auditPrefix, auditWords, isAuditAction } from '@homefield/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.includes('.test')).map((path) => readFileSync(join(root, path), 'utf8'));
/** `'noun.verb_past'` of a noun that the audit log knows, in files that write to it: events of customers are named alike and stand elsewhere. */
const written = [...new Set(sources.filter((text) => /audit/i.test(text)).flatMap((text) => [...text.matchAll(/action: '([a-z_]+\.[a-z_]+)'/g), ...text.matchAll(/(?:told|tell)\(.*'([a-z_]+\.[a-z_]+)'/g)].map(([, action]) => action ?? '')))];
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const zh = auditWords('zh');
const en = auditWords('en');

describe('the words of the audit log', () => {
  it('tell every action that the server writes, and file it under a group that the page filters by', () => {
    expect(written.length).toBeGreaterThan(25);
    expect(written.filter((action) => !isAuditAction(action))).toEqual([]);
    expect(written.filter((action) => auditGroups.filter((group) => action.startsWith(auditPrefix(group))).length !== 1)).toEqual([]);
  });

  it('tell details in one language, whatever their shape, and leave what people wrote as it is', () => {
    const detail = { name: '静安店', file: 'owner', scope: { kind: 'region', value: '上海大区' }, quietHours: { from: '21:00', to: '09:00' }, channels: [{ channel: 'wecom.broadcast', allowed: false }], disabled: false, requireTotp: false, expiresAtMs: 1_795_392_000_000, columns: ['name', 'owner'], fields: ['role'], filter: { class: ['key_value'], ordersFrom: 2, sort: '-netSales' } };
    expect(zh.detail(detail, day)).toBe('文件：owner · 数据范围：大区 上海大区 · 修改项：角色 · 要求两步验证：否 · 到期：2026-11-23 · 免打扰时段：开始：21:00、结束：09:00 · 渠道：渠道：企业群发、许可：否 · 导出的列：名称、跟进人 · 条件：排序：净销售额、所属分层：重要价值、订单数至少：2');
    expect(en.detail(detail, day)).toBe('File: owner · Data scope: Region 上海大区 · Changed: role · Two-step verification required: no · Expires: 2026-11-23 · Quiet hours: From: 21:00, To: 09:00 · Channels: Channel: WeCom broadcast, Allowed: no · Columns: name, follow-up staff · Conditions: Sorted by: net sales, RFM class: Key value, Orders at least: 2');
  });

  it('tell what something was and what it became, and no bare ids', () => {
    const detail = { name: '王芳', fields: ['password'], changes: { role: { before: 'operator', after: 'manager' }, name: { before: 'owner', after: '王芳' }, scope: { before: { kind: 'brand', value: null, name: null }, after: { kind: 'store', value: 'sto_0000000000001', name: '静安店' } }, staffId: { before: null, after: '安娜' }, active: { before: true, after: false }, quietHours: { before: null, after: { from: '21:00', to: '09:00' } } }, session: 'ses_0b3f0zd8g0001', undoes: 'job_0b3f0zd8g0001', count: 1 };
    expect(zh.detail(detail, day)).toBe('角色：运营 → 经理 · 名称：owner → 王芳 · 数据范围：全品牌 → 门店 静安店 · 关联员工：（空） → 安娜 · 营业中：是 → 否 · 免打扰时段：（空） → 开始：21:00、结束：09:00 · 修改项：密码 · 数量：1 · 撤销：此前的一次批量操作');
    expect(en.detail(detail, day)).toBe('Role: Operator → Manager · Name: owner → 王芳 · Data scope: Whole brand → Store 静安店 · Staff member: (empty) → 安娜 · Open: yes → no · Quiet hours: (empty) → From: 21:00, To: 09:00 · Changed: password · How many: 1 · Undoes: an earlier bulk action');
  });

  it('tell what they have no words for as it is written', () => {
    expect([zh.action('moon.landed'), zh.kind('constructor'), en.detail({ toString: 1, moon: 'full' }, day)]).toEqual(['moon.landed', 'constructor', 'toString: 1 · moon: full']);
    expect([zh.detail({ action: 'user.' }, day), en.detail({ action: 'user.changed' }, day)]).toEqual(['操作：用户', 'Action: Changed a user']);
  });
});
