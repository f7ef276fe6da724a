import { attemptCell, refuse } from './cell-refused.ts';
import type { OrderState } from '../order.ts';
import type { Cells } from './cells.ts';
import type { Columns } from './columns.ts';
import { ignoredColumns } from './columns.ts';
import { reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { readRefundStatus, readStatus } from './statuses.ts';

/** What a line says of its order's state and of money given back. */
export type StateTold = {
  state: OrderState;
  /** Given back of a paid order so far, all refunds together; undefined when no amount says so. */
  refundedMinor?: bigint;
  /** When it was canceled or given back. */
  endedAtMs?: number;
  /** Why the line's refund could not be taken in; the order is. */
  note?: Reason;
};

type Row = readonly string[];

/** A sale is never lost for what stands in the cells of its refund: the order is taken in without the refund, and `note` says why. */
export function readState(cells: Cells, row: Row, amountMinor: bigint): StateTold {
  const text = cells.text(row, 'status');
  const asRefund = readRefundStatus(text);
  const state = readStatus(text) ?? (asRefund === 'part' ? 'paid' : asRefund === 'full' ? 'refunded' : undefined);
  if (!state) return refuse(reasons.status(cells.column('status'), { text: text.slice(0, 40) }));
  // A line that is a refund itself says how much; what was not paid, or is taken away as a whole, has nothing to give back.
  if (amountMinor < 0n || state === 'placed') return { state };
  const told = state === 'canceled' ? { state } : readGiven(cells, row, amountMinor, state);
  if (told.state === 'paid' && (told.refundedMinor ?? 0n) === 0n) return told;
  const column = cells.column('endedAt');
  const endedAtMs = column === '' ? undefined : attemptCell(() => cells.optionalTime(row, 'endedAt'));
  if (typeof endedAtMs !== 'object') return endedAtMs === undefined ? told : { ...told, endedAtMs };
  const { zh, en } = endedAtMs.sentence;
  return state === 'canceled' ? { state, note: reasons.canceledTime(column, { zh, en }) } : { state: 'paid', note: reasons.refundUnread(column, { zh, en }) };
}

/**
 * The amount given back decides, where the line has one, 0 too: a status of an order, or of its refund, says no more than that. A status of "in
 * full" stands for the whole amount; one of "in part", or one that does not say how much, for none that is known.
 */
function readGiven(cells: Cells, row: Row, amountMinor: bigint, state: OrderState): StateTold {
  const refundText = cells.text(row, 'refundStatus');
  const statusText = cells.text(row, 'status');
  const text = (refundText || statusText).slice(0, 40);
  const refund = readRefundStatus(refundText || statusText);
  const column = cells.column('refundAmount');
  const given = column === '' ? undefined : attemptCell(() => cells.refundAmount(row));
  if (typeof given === 'object') return { state: 'paid', note: reasons.refundUnread(column, { zh: withoutStop(given.sentence.zh), en: withoutStop(given.sentence.en) }) };
  if (given !== undefined) {
    if (given > amountMinor) return { state: 'paid', note: reasons.refundTooLarge(column) };
    if (given > 0n) return { state: given === amountMinor ? 'refunded' : 'paid', refundedMinor: given };
    // Nothing, though a status says otherwise, contradicts an order that was given back; beside none it may be an older file.
    return state === 'refunded' || (refund !== undefined && refund !== 'none') ? { state: 'paid', refundedMinor: 0n } : { state };
  }
  const statusColumn = cells.column(refundText === '' ? 'status' : 'refundStatus');
  if (refundText !== '' && refund === undefined) return { state, note: reasons.refundStatus(statusColumn, { text }) };
  if (refund === 'part' || (refund === 'some' && state === 'paid')) return { state: 'paid', note: reasons.refundAmountMissing(statusColumn, { text }) };
  return { state: refund === 'full' ? 'refunded' : state };
}

const withoutStop = (sentence: string) => sentence.replace(/[。.]$/, '');

/** Columns that nothing was read from and that tell of refunds: what was sold less refunds may then be too much. */
export function unreadRefundColumns(header: readonly string[], columns: Columns): string[] {
  if (columns.refundAmount !== undefined) return [];
  const told = ignoredColumns(header, columns).filter((name) => /退款|退货金额|refund/i.test(name));
  // Beside the state of the refund its reason and number say nothing that would change an amount.
  return columns.refundStatus === undefined ? told : told.filter((name) => /额|amount|total/i.test(name));
}
