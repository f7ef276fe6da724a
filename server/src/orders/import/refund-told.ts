import type { OrderState } from '../order.ts';
import { refuse } from './cell-refused.ts';
import type { Cells } from './cells.ts';
import type { Columns } from './columns.ts';
import { ignoredColumns } from './columns.ts';
import { reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { readRefundStatus, readStatus } from './statuses.ts';

/** What a line says of its order's state and of money given back. */
export type StateTold = {
  state: OrderState;
  /** Given back of a paid order so far, all refunds together; undefined when the line says nothing of it. */
  refundedMinor?: bigint;
  /** Why the line's refund could not be taken in; the order is. */
  note?: Reason;
};

/**
 * The amount given back decides, where the line has one: a status of an order, or of its refund, says no more than that. A status of "in full"
 * stands for the whole amount, one of "in part" for none that is known.
 */
export function readState(cells: Cells, row: readonly string[], amountMinor: bigint): StateTold {
  const text = cells.text(row, 'status');
  const refundText = cells.text(row, 'refundStatus');
  const asRefund = readRefundStatus(text);
  const state = readStatus(text) ?? (asRefund === 'part' ? 'paid' : asRefund === 'full' ? 'refunded' : undefined);
  if (!state) return refuse(reasons.status(cells.column('status'), { text: text.slice(0, 40) }));
  // A line that is a refund itself says how much; what was not paid, or is taken away as a whole, has nothing to give back.
  if (amountMinor < 0n || state === 'placed' || state === 'canceled') return { state };
  const given = cells.refundAmount(row);
  if (given > amountMinor) return refuse(reasons.refundTooLarge(cells.column('refundAmount')));
  if (given > 0n) return given === amountMinor ? { state: 'refunded' } : { state: 'paid', refundedMinor: given };
  const refund = refundText === '' ? asRefund : readRefundStatus(refundText);
  const column = cells.column(refundText === '' ? 'status' : 'refundStatus');
  if (refundText !== '' && refund === undefined) return { state, note: reasons.refundStatus(column, { text: refundText.slice(0, 40) }) };
  if (refund === 'part') return { state: 'paid', note: reasons.refundAmountMissing(column, { text: (refundText || text).slice(0, 40) }) };
  return { state: refund === 'full' ? 'refunded' : state };
}

/** Columns that nothing was read from and that tell of refunds: what was sold less refunds may then be too much. */
export function unreadRefundColumns(header: readonly string[], columns: Columns): string[] {
  if (columns.refundAmount !== undefined) return [];
  const told = ignoredColumns(header, columns).filter((name) => /退款|退货金额|refund/i.test(name));
  // Beside the state of the refund its reason and number say nothing that would change an amount.
  return columns.refundStatus === undefined ? told : told.filter((name) => /额|amount|total/i.test(name));
}
