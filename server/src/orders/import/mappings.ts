import { closest } from 'fastest-levenshtein';
import { ImportMappingUnknown } from '../problems.ts';

/** What a column of a file can hold. */
export const fields = [
  'orderNumber', 'customerNumber', 'memberNo', 'externalUserId', 'phone', 'email', 'name', 'gender', 'city', 'store', 'channel',
  'paidAt', 'orderedAt', 'endedAt', 'amount', 'unitPrice', 'items', 'product', 'status', 'country', 'refundAmount', 'refundStatus',
] as const;
export type Field = (typeof fields)[number];

/** A mapping is data: under which headers each field may stand, the first that is there wins. */
export type Mapping = {
  name: string;
  /** Where its order numbers are unique. */
  source: string;
  columns: Readonly<Partial<Record<Field, readonly string[]>>>;
  /**
   * `row`: each line is an order. `lines`: the lines of one order number belong together, wherever in the file they lie; the
   * `amount` (or unit price × items) is that of the line.
   */
  orders: 'row' | 'lines';
  /** Lines carry no number: a stable one is made of customer, time, items, amount and the how-manieth of identical lines it is. */
  numberDerived: boolean;
  /** Order numbers with this start are refunds. */
  refundPrefix?: string;
};

/** Headers as shops, tills and marketplaces name them; compared without spaces, punctuation, case and units in brackets. */
const synonyms: Readonly<Partial<Record<Field, readonly string[]>>> = {
  orderNumber: ['订单号', '订单编号', '订单ID', '主订单编号', '子订单编号', '交易号', '交易单号', '交易编号', '单号', '销售单号', '小票号', '流水号', 'order number', 'order no', 'order id', 'order', 'invoice', 'invoice no', 'invoice number', 'transaction id', 'receipt number'],
  customerNumber: ['客户编号', '客户号', '客户ID', '客户编码', '顾客编号', '买家ID', '买家', '买家昵称', '买家会员名', '买家账号', '用户ID', '用户编号', '用户名', 'customer id', 'customer number', 'customer no', 'customer', 'buyer id', 'buyer', 'user id', 'household id'],
  memberNo: ['会员号', '会员卡号', '会员编号', '会员ID', '会员卡', 'member no', 'member number', 'member id', 'card number'],
  externalUserId: ['external_userid', '外部联系人ID', '企微外部联系人ID'],
  phone: ['手机号', '手机', '手机号码', '联系手机', '联系电话', '电话', '收货人手机', '收货人手机号', '收货人电话', '收货人手机号/提货人手机号', '收件人手机号', '买家手机', '买家手机号', 'phone', 'mobile', 'phone number', 'mobile number', 'tel', 'telephone'],
  email: ['邮箱', '电子邮箱', '电子邮件', '邮件', 'email', 'e-mail', 'mail', 'email address'],
  name: ['姓名', '客户姓名', '客户名称', '收货人', '收货人姓名', '收货人/提货人', '收件人', '会员姓名', '顾客姓名', '称呼', '昵称', '会员昵称', '会员名', '客户昵称', '微信昵称', '买家姓名', '收货人名称', 'name', 'customer name', 'full name', 'recipient'],
  gender: ['性别', 'gender', 'sex'],
  city: ['城市', '收货城市', '所在城市', '市', 'city', 'town'],
  store: ['门店', '店铺', '店铺名称', '门店名称', '销售门店', '分店', 'store', 'shop', 'store name', 'store id', 'branch'],
  channel: ['渠道', '来源渠道', '订单来源', '销售渠道', '下单渠道', 'channel', 'sales channel', 'platform'],
  paidAt: ['付款时间', '支付时间', '订单付款时间', '买家付款时间', '付款确认时间', '支付完成时间', '付款日期', '支付日期', '成交时间', '交易时间', '消费时间', 'paid at', 'payment time', 'payment date', 'paid time'],
  orderedAt: ['下单时间', '订单创建时间', '订单提交时间', '创建时间', '订单时间', '订单日期', '下单日期', '日期', '时间', '交易日期', '销售日期', '消费日期', 'order date', 'order time', 'created at', 'ordered at', 'date', 'invoice date', 'purchase date', 'timestamp'],
  endedAt: ['退款时间', '退款成功时间', '退款完成时间', '订单退款时间', '取消时间', '关闭时间', '订单关闭时间', 'refunded at', 'canceled at', 'cancelled at', 'refund time', 'refund date'],
  amount: ['实付金额', '实付', '实付款', '买家实付金额', '买家实际支付金额', '实收金额', '实收', '支付金额', '付款金额', '订单实付', '订单实付金额', '订单金额', '成交金额', '消费金额', '金额', '总金额', '应付金额', '订单应付金额', 'amount', 'paid amount', 'total', 'order total', 'total amount', 'amount paid', 'price', 'sales', 'dollar value'],
  items: ['数量', '商品数量', '购买数量', '订购数量', '件数', '宝贝总数量', '商品件数', '商品总数', 'quantity', 'items', 'qty', 'item count'],
  product: ['商品', '商品名称', '选购商品', '宝贝标题', '货号', '商品编码', 'SKU', 'product', 'product name', 'item', 'product id'],
  status: ['订单状态', '状态', '交易状态', 'status', 'order status', 'state'],
  refundAmount: ['退款金额', '已退款金额', '实际退款金额', '订单退款金额', '订单已退款金额', '累计退款金额', '退款总金额', '退款总额', '退款成功金额', 'refund amount', 'refunded amount', 'amount refunded', 'total refunded'],
  refundStatus: ['退款状态', '订单退款状态', '售后状态', 'refund status'],
};

const auto: Mapping = { name: 'auto', source: 'orders', columns: synonyms, orders: 'row', numberDerived: false };

/** CDNOW: each line is an order. The file of the 1/10 sample numbers its customers anew in `sample_id`. Amounts are dollars. */
const cdnow: Mapping = {
  name: 'cdnow', source: 'cdnow', orders: 'row', numberDerived: true,
  columns: { customerNumber: ['sample_id', 'customer_id'], orderedAt: ['date'], items: ['num_cds'], amount: ['dollar_value'] },
};

/** UCI Online Retail: a line per product of an invoice; invoices that begin with C give back. Amounts are pounds. */
const onlineRetail: Mapping = {
  name: 'online-retail', source: 'online-retail', orders: 'lines', numberDerived: false, refundPrefix: 'C',
  columns: {
    orderNumber: ['InvoiceNo', 'Invoice'], product: ['StockCode'], items: ['Quantity'], orderedAt: ['InvoiceDate'], unitPrice: ['UnitPrice', 'Price'],
    customerNumber: ['CustomerID', 'Customer ID'], country: ['Country'],
  },
};

/**
 * Complete Journey: a line per product of a basket, not together in the sample. `sales_value` is what the retailer received for the
 * line (all pieces, after loyalty and matched-coupon discounts); it is taken as the amount. Amounts are dollars.
 */
const completeJourney: Mapping = {
  name: 'complete-journey', source: 'complete-journey', orders: 'lines', numberDerived: false,
  columns: {
    orderNumber: ['basket_id'], product: ['product_id'], items: ['quantity'], orderedAt: ['transaction_timestamp'], amount: ['sales_value'],
    customerNumber: ['household_id'], store: ['store_id'],
  },
};

const mappings: readonly Mapping[] = [auto, cdnow, onlineRetail, completeJourney];
export const mappingNames: readonly string[] = mappings.map(({ name }) => name);

export function mappingOf(name: string): Mapping {
  const mapping = mappings.find((one) => one.name === name);
  if (!mapping) throw ImportMappingUnknown({ name: name.slice(0, 60), nearest: closest(name.slice(0, 60), [...mappingNames]), known: mappingNames.join(', ') });
  return mapping;
}
