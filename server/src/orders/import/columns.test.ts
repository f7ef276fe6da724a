import { describe, expect, it } from 'vitest';
import { isProblem } from '../../kernel/index.ts';
import { errorColumns, findColumns, ignoredColumns } from './columns.ts';
import { mappingOf } from './mappings.ts';
import { templateColumns } from './template.ts';

const auto = mappingOf('auto');
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (isProblem(error)) return { code: error.code, ...error.sentence };
    throw error;
  }
  return undefined;
};

describe('columns are found by their headers', () => {
  it.each([
    [['订单号', '下单时间', '付款时间', '实付金额', '手机号', '买家'], { orderNumber: 0, orderedAt: 1, paidAt: 2, amount: 3, phone: 4, customerNumber: 5 }],
    [['订单编号', '买家会员名', '买家实际支付金额', '订单付款时间', '收货人姓名', '联系手机', '订单状态'], { orderNumber: 0, customerNumber: 1, amount: 2, paidAt: 3, name: 4, phone: 5, status: 6 }],
    [['订单号', '会员号', '姓名', '手机号', '城市', '门店', '商品', '支付时间', '实付金额'], { orderNumber: 0, memberNo: 1, name: 2, phone: 3, city: 4, store: 5, product: 6, paidAt: 7, amount: 8 }],
    [['Order No.', 'Order Date', 'Total (USD)', 'Customer ID', 'E-mail', 'Qty'], { orderNumber: 0, orderedAt: 1, amount: 2, customerNumber: 3, email: 4, items: 5 }],
    [['主订单编号', '选购商品', '商品数量', '收件人', '收件人手机号', '订单应付金额', '支付完成时间', '订单提交时间', '订单状态'], { orderNumber: 0, product: 1, items: 2, name: 3, phone: 4, amount: 5, paidAt: 6, orderedAt: 7, status: 8 }],
    [['订单号', '订单创建时间', '买家付款时间', '订单实付金额', '收货人/提货人', '收货人手机号/提货人手机号', '订单状态'], { orderNumber: 0, orderedAt: 1, paidAt: 2, amount: 3, name: 4, phone: 5, status: 6 }],
    [['订单号', '商品名称', '订购数量', '下单时间', '应付金额', '订单状态', '客户姓名', '联系电话', '付款确认时间'], { orderNumber: 0, product: 1, items: 2, orderedAt: 3, amount: 4, status: 5, name: 6, phone: 7, paidAt: 8 }],
    [['order_id', 'paid_at', 'amount', 'phone'], { orderNumber: 0, paidAt: 1, amount: 2, phone: 3 }],
    [[' 订单号 ', '实付金额（元）', '付款时间', '会员卡号'], { orderNumber: 0, amount: 1, paidAt: 2, memberNo: 3 }],
  ])('%j', (header, expected) => expect(findColumns(header, auto)).toEqual(expected));

  it('CDNOW: the customer is sample_id in the sample and customer_id in the master file', () => {
    const cdnow = mappingOf('cdnow');
    expect(findColumns(['customer_id', 'date', 'num_cds', 'dollar_value'], cdnow).customerNumber).toBe(0);
    expect(findColumns(['master_id', 'sample_id', 'date', 'num_cds', 'dollar_value'], cdnow).customerNumber).toBe(1);
  });

  it.each(['zh', 'en'] as const)('every column of our own template is read, in %s', (language) => {
    const header = templateColumns[language];
    const columns = findColumns(header, auto);
    expect(ignoredColumns(header, columns)).toEqual([]);
    expect(Object.entries(columns).sort(([, left], [, right]) => left - right).map(([field]) => field)).toEqual(['orderNumber', 'paidAt', 'amount', 'phone', 'memberNo', 'email', 'name', 'city', 'store', 'channel', 'product', 'items', 'status', 'refundAmount', 'endedAt']);
  });

  it('a renamed column wins', () => {
    expect(findColumns(['单据', '订单号', '成交总额', '日期', '手机'], auto, { amount: '成交总额', orderNumber: '单据' })).toMatchObject({ orderNumber: 0, amount: 2 });
  });

  it('the columns of our own error file are passed over', () => {
    expect(findColumns([...errorColumns.zh, ...errorColumns.en, '订单号', '日期', '金额', '手机'], auto)).toEqual({ orderNumber: 6, orderedAt: 7, amount: 8, phone: 9 });
  });
});

describe('a missing column is refused with the nearest header', () => {
  it('a header that is nearly right is suggested', () => {
    expect(refusal(() => findColumns(['订单号', '下单时间', '实付金頟', '手机号'], auto))).toMatchObject({ code: 'import_column_missing', en: expect.stringContaining('Did you mean "实付金頟"?'), zh: expect.stringContaining('“实付金頟”') });
  });
  it('no customer, no time, no order number', () => {
    expect(refusal(() => findColumns(['订单号', '下单时间', '实付金额'], auto))?.en).toContain('customer');
    expect(refusal(() => findColumns(['订单号', '手机号', '实付金额'], auto))?.en).toContain('time of the order');
    expect(refusal(() => findColumns(['下单时间', '手机号', '实付金额'], auto))?.en).toContain('order number');
  });
  it('a renamed column that is not there', () => {
    expect(refusal(() => findColumns(['订单号', '成交额'], auto, { amount: '成交总额' }))).toMatchObject({ code: 'import_column_unknown', en: expect.stringContaining('Did you mean "成交额"?') });
  });
  it('a mapping that does not exist', () => {
    expect(refusal(() => mappingOf('cdnwo'))).toMatchObject({ code: 'import_mapping_unknown', en: expect.stringContaining('"cdnow"') });
  });
});
