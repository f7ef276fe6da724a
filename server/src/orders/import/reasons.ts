import type { Sentence } from '../../kernel/index.ts';
import type { ConflictField } from '../order.ts';

/** Why a line of a file was not taken in: a code for counts, and a sentence that says what to do. `column` is the header of the cell. */
export type Reason = { code: string; column: string; sentence: Sentence };

const make = (code: string, zh: string, en: string) => (column = '', params: Readonly<Record<string, string | number>> = {}): Reason => {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  return { code, column, sentence: { zh: fill(zh), en: fill(en) } };
};

export const reasons = {
  cutOff: make('cut_off', '该行不完整：只有 {cells} 列，应有 {columns} 列', 'The line is cut off: {cells} of {columns} cells'),
  tooManyCells: make('too_many_cells', '该行多出内容：有 {cells} 列，应为 {columns} 列（内容含分隔符时请加引号）', 'The line has {cells} cells instead of {columns} (put quotes around a cell that holds the delimiter)'),
  quote: make('quote_open', '从第 {line} 行起的引号没有正确闭合', 'A quote that opens on line {line} is not closed properly'),
  length: make('line_too_long', '该行过长，不可能是一笔订单', 'The line is longer than any order can be'),
  noCustomer: make('no_customer', '没有客户', 'There is no customer'),
  phone: make('phone_unreadable', '手机号“{text}”无法识别或已被隐藏，且没有其他客户标识', 'The phone number "{text}" cannot be read or is hidden, and nothing else says who the customer is'),
  identity: make('identity_unreadable', '“{text}”不能作为客户标识', '"{text}" cannot say who the customer is'),
  noOrderNumber: make('no_order_number', '没有订单号', 'There is no order number'),
  numberDestroyed: make('number_destroyed', '“{text}”是被 Excel 改成科学计数法的编号，原值已丢失；请把该列设为文本后重新导出', '"{text}" was turned into scientific notation by Excel and its digits are lost; export the column as text'),
  noTime: make('no_time', '没有时间', 'There is no time'),
  time: make('time_unreadable', '“{text}”不是可识别的日期，请写成 2024-01-31 或 2024-01-31 08:05', '"{text}" is not a date that can be read; write 2024-01-31 or 2024-01-31 08:05'),
  timeRange: make('time_out_of_range', '时间“{text}”不在 1990 年至明天之间', 'The time "{text}" is not between 1990 and tomorrow'),
  noAmount: make('no_amount', '没有金额', 'There is no amount'),
  amount: make('amount_unreadable', '{zh}', '{en}'),
  items: make('items_unreadable', '“{text}”不是有效的数量', '"{text}" is not a number of items'),
  status: make('status_unknown', '无法识别订单状态“{text}”', 'The order status "{text}" is not known'),
  negativeState: make('negative_not_paid', '负金额表示退款，但状态是“{text}”', 'A negative amount is a refund, but the status is "{text}"'),
  refundTooLarge: make('refund_too_large', '订单已导入，但退款金额大于实付金额，退款没有计入：请更正退款金额后再导入这一行', 'The order is in without its refund, because more was given back than was paid: correct the amount refunded and import this line again'),
  refundUnread: make('refund_unreadable', '订单已导入，但退款没有计入：{zh}。请更正后再导入这一行', 'The order is in without its refund: {en}. Correct it and import this line again'),
  canceledTime: make('canceled_time_unreadable', '订单已导入，取消时间没有计入，以订单本身的时间为准：{zh}', 'The order is in, canceled at its own time: {en}'),
  refundedByState: make('refunded_by_state', '订单 {number} 此前按状态记为全额退款，当时没有退款金额；这一行的退款金额更少，没有计入，已记的退款不会撤回', 'Order {number} was taken as refunded in full before, because its status said so without an amount; the smaller amount of this line is not counted, and what was counted is not taken back'),
  refundsDiffer: make('refund_amounts_differ', '订单 {number} 在文件中有多行，退款金额不同：已按其中最大的 {amount} 计为整笔订单的退款。如果每行是一件商品的退款，请把合计写在一行后再导入', 'Order {number} has several lines with different amounts refunded: the largest, {amount}, was taken as the refund of the whole order. If each line is the refund of one product, put their sum into one line and import it again'),
  refundAmountMissing: make('refund_amount_missing', '订单已导入，但“{text}”没有退款金额：请补上退款金额后再导入这一行', 'The order is in, but "{text}" says no amount: add the amount refunded and import this line again'),
  refundStatus: make('refund_status_unknown', '订单已导入，但无法识别退款状态“{text}”：如有退款，请补上退款金额后再导入这一行', 'The order is in, but the refund status "{text}" is not known: if money was given back, add the amount refunded and import this line again'),
  otherCustomer: make('other_customer', '同一订单号 {number} 的其他行属于另一位客户', 'Other lines of order {number} name another customer'),
  refundSign: make('refund_sign', '退货单中的数量或金额应为负数', 'On a credit note quantity or amount has to be negative'),
  tooManyLines: make('too_many_lines', '同一订单超过 {max} 行', 'More than {max} lines of one order'),
} as const;

const conflictZh: Readonly<Record<ConflictField, string>> = { customer: '客户', amount: '金额', time: '时间', items: '数量', state: '状态', lines: '明细' };
const conflictEn: Readonly<Record<ConflictField, string>> = { customer: 'customer', amount: 'amount', time: 'time', items: 'number of items', state: 'state', lines: 'lines' };

/** The order number is known already, with other content. */
export function conflictReason(field: ConflictField, column: string, number: string): Reason {
  // The usual cause: an export with a line per product.
  const perItem = field === 'amount' || field === 'items';
  return make('number_known', `订单号 {number} 已存在，但{field}不同${perItem ? '（一行应为一笔完整订单：若导出文件中每件商品占一行，请先合并为一行）' : ''}`,
    `Order {number} is known already with another {fieldEn}${perItem ? ' (a line is a whole order: where a file has a line per product, put them together first)' : ''}`)(column, { number, field: conflictZh[field], fieldEn: conflictEn[field] });
}
