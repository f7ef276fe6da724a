import type { CustomerExportColumn, CustomerRow } from '@homefield/contract';
import { amountText, dayTimeText } from '../exports/index.ts';
import type { ExportColumn, ExportInput, ExportSource } from '../exports/index.ts';
import type { Language, Sentence } from '../kernel/index.ts';
import { parseId } from '../kernel/index.ts';
import type { ListFilter } from './customer-list.ts';
import type { Customers } from './customers.ts';

export const customerExportKind = 'export.customers';

type Column = ExportColumn<CustomerRow> & { key: CustomerExportColumn };

/** Where customers come from; sources of the brand's own keep their names. */
const sources: Readonly<Record<string, Sentence>> = {
  import: { zh: '导入', en: 'import' }, api: { zh: '接口', en: 'API' }, wecom: { zh: '企业微信', en: 'WeCom' }, console: { zh: '后台', en: 'console' },
};
const yesOrNo: Readonly<Record<Language, readonly [string, string]>> = { zh: ['是', '否'], en: ['yes', 'no'] };

/** `classLabels`: what the classes of the model are called. */
function columnsWith(classLabels: ReadonlyMap<string, Sentence>): readonly Column[] {
  return [
    { key: 'name', title: { zh: '姓名', en: 'Name' }, cell: (row) => row.name },
    { key: 'phone', title: { zh: '手机（已隐藏中间四位）', en: 'Phone (masked)' }, cell: (row) => row.phoneMasked },
    { key: 'city', title: { zh: '城市', en: 'City' }, cell: (row) => row.city },
    { key: 'source', title: { zh: '来源', en: 'Source' }, cell: (row, { language }) => (row.source === null ? null : sources[row.source]?.[language] ?? row.source) },
    { key: 'store', title: { zh: '门店', en: 'Store' }, cell: (row) => row.store },
    { key: 'owner', title: { zh: '跟进人', en: 'Follow-up staff' }, cell: (row) => row.ownerStaff },
    { key: 'isContact', title: { zh: '是否好友', en: 'Contact' }, cell: (row, { language }) => yesOrNo[language][row.isContact ? 0 : 1] },
    { key: 'rfmClass', title: { zh: '所属分层', en: 'RFM class' }, cell: (row, { language }) => (row.rfmClass === null ? null : classLabels.get(row.rfmClass)?.[language] ?? row.rfmClass) },
    { key: 'orders', title: { zh: '订单数', en: 'Orders' }, cell: (row) => row.orders },
    { key: 'netSales', title: { zh: '净销售额', en: 'Net sales' }, cell: (row, look) => amountText(row.netSalesMinor, look) },
    { key: 'lastOrderAt', title: { zh: '最近下单', en: 'Last order' }, cell: (row, look) => (row.lastOrderAtMs === null ? null : dayTimeText(row.lastOrderAtMs, look)) },
    { key: 'createdAt', title: { zh: '建档时间', en: 'First seen' }, cell: (row, look) => dayTimeText(row.createdAtMs, look) },
    { key: 'id', title: { zh: '编号', en: 'ID' }, cell: (row) => row.id },
  ];
}

/** What the job is given: the filter sealed, because a search may be somebody's phone. */
export type CustomerChoice = { filter?: string; sort?: string; ids?: readonly string[]; /** Of those whom the filter finds. */ except?: readonly string[] };

/** The list of customers as it is searched and sorted, or those chosen. */
export function customerExportSource(customers: Pick<Customers, 'findAll' | 'rows' | 'openFilter'>, classLabels: ReadonlyMap<string, Sentence>): ExportSource<CustomerRow> {
  return {
    kind: customerExportKind, may: 'customers.export',
    title: { zh: '导出客户', en: 'Export customers' },
    fileName: { zh: '客户', en: 'customers' },
    unit: 'customers',
    columns: columnsWith(classLabels),
    async find(viewer, input, limit) {
      const { ids, sort = '-lastOrderAt' } = input as CustomerChoice;
      if (ids) return ids.map((id) => parseId('customer', id)).slice(0, limit);
      return butNot(input, limit, (more) => customers.findAll(viewer, { ...filterOf(customers, viewer.workspaceId, input), sort: sort as '-lastOrderAt', limit: more }));
    },
    rows: (viewer, _input, ids) => customers.rows(viewer, ids),
    audited: { action: 'customers.exported', filter: (workspaceId, input) => filterTold(customers, workspaceId, input) },
  };
}

/** The first `limit` of those who are found, without those who were taken out of "all": as many more have to be looked for. */
export async function butNot(input: ExportInput, limit: number, find: (limit: number) => Promise<readonly bigint[]>): Promise<readonly bigint[]> {
  const except = new Set(((input as CustomerChoice).except ?? []).map((id) => parseId('customer', id)));
  const found = await find(limit + except.size);
  return found.filter((id) => !except.has(id)).slice(0, limit);
}

/** What the list was narrowed to: nothing, when nothing was said. */
export function filterOf(customers: Pick<Customers, 'openFilter'>, workspaceId: bigint, input: ExportInput): ListFilter {
  const { filter } = input as CustomerChoice;
  return filter === undefined ? {} : customers.openFilter(workspaceId, filter);
}

/** The filter as the audit log may hold it: what looks like a phone number or an e-mail address is not repeated. */
export function filterTold(customers: Pick<Customers, 'openFilter'>, workspaceId: bigint, input: ExportInput): Record<string, unknown> {
  const { ids, sort, except } = input as CustomerChoice;
  if (ids) return { chosen: ids.length };
  const { q, ...rest } = filterOf(customers, workspaceId, input);
  return { ...rest, ...(q ? { q: isPersonal(q) ? `${q.slice(0, 2)}…` : q } : {}), ...(except ? { except: except.length } : {}), ...(sort === undefined ? {} : { sort }) };
}

function isPersonal(q: string): boolean {
  return q.includes('@') || q.replace(/\D/g, '').length >= 7;
}
