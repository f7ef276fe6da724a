import { dayMs } from '../kernel/index.ts';
import { rfmWindowDays, type RfmLines } from './model.ts';

/** A line as a fraction, so that "at least the mean" is asked as `value * den >= num` and never meets a rounding. */
type Line = { num: string; den: string };

function lineOf(lines: RfmLines, column: 'recency' | 'frequency' | 'amount'): Line {
  if (lines.by === 'mean') return { num: `sum(toInt128(${column})) over ()`, den: 'toInt128(count() over ())' };
  if (lines.by === 'fixed') return { num: `toInt128({${column}Line:Int64})`, den: 'toInt128(1)' };
  return { num: `(toInt128(quantileExactLow(0.5)(${column}) over ()) + quantileExactHigh(0.5)(${column}) over ())`, den: 'toInt128(2)' };
}

/**
 * The orders of the window that count: paid in (T - 365 d, T], neither canceled nor given back in full until T. Payments under one order
 * number are one order; without a number each is its own. An order over 0 counts, also after a refund of 0.
 */
const orders = `
    select paid_order.customer_id as customer_id, paid_order.paid as paid, paid_order.paid_at as paid_at, back.refunded as refunded
    from (
      select customer_id, subject, sum(amount) as paid, max(occurred_at) as paid_at
      from event
      where workspace_id = {workspace:UInt64} and name = 'order.paid'
        and occurred_at > fromUnixTimestamp64Milli({since:Int64}, 'UTC') and occurred_at <= fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
        and customer_id in (select customer_id from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and erased = 0)
      group by customer_id, subject, if(subject = '', tx, 0), if(subject = '', position, 0)
    ) as paid_order
    left any join (
      select subject, sumIf(amount, name = 'order.refunded') as refunded, countIf(name = 'order.canceled') as canceled
      from event
      where workspace_id = {workspace:UInt64} and name in ('order.refunded', 'order.canceled') and subject != ''
        and occurred_at <= fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
      group by subject
    ) as back on back.subject = paid_order.subject
    where back.canceled = 0 and not (back.refunded > 0 and back.refunded >= paid_order.paid)`;

/** R in whole days, F and M of every buyer. A refund without an order number lowers M by its own date. */
const buyers = `
  select counted.customer_id as customer_id, counted.recency as recency, counted.frequency as frequency, counted.amount - loose.refunded as amount
  from (
    select customer_id, toInt64(intDiv({asOf:Int64} - toUnixTimestamp64Milli(max(paid_at)), ${dayMs})) as recency,
      toInt64(count()) as frequency, sum(paid - refunded) as amount
    from (${orders})
    group by customer_id
  ) as counted
  left any join (
    select customer_id, sum(amount) as refunded
    from event
    where workspace_id = {workspace:UInt64} and name = 'order.refunded' and subject = ''
      and occurred_at > fromUnixTimestamp64Milli({since:Int64}, 'UTC') and occurred_at <= fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
    group by customer_id
  ) as loose on loose.customer_id = counted.customer_id`;

/** Writes the snapshot: one statement reads the events once, finds the lines over all buyers and places each of them. */
export function snapshotQuery(lines: RfmLines, asOfMs: number, snapshotId: bigint): { text: string; params: Record<string, unknown> } {
  const [recency, frequency, amount] = [lineOf(lines, 'recency'), lineOf(lines, 'frequency'), lineOf(lines, 'amount')];
  const text = `
insert into class_member (workspace_id, model, snapshot_id, as_of, customer_id, class, recency_days, frequency, amount)
select {workspace:UInt64}, 'rfm', {snapshot:UInt64}, fromUnixTimestamp64Milli({asOf:Int64}, 'UTC'), customer_id,
  concat(if(is_m_high, 'key_', 'general_'), multiIf(is_r_high and is_f_high, 'value', is_r_high, 'growth', is_f_high, 'retain', 'win_back')),
  recency, frequency, amount
from (
  select customer_id, recency, frequency, amount,
    recency * (${recency.den}) <= ${recency.num} as is_r_high,
    frequency * (${frequency.den}) >= ${frequency.num} as is_f_high,
    amount * (${amount.den}) >= ${amount.num} as is_m_high
  from (${buyers})
)`;
  const fixed = lines.by === 'fixed' ? { recencyLine: lines.recencyDays, frequencyLine: lines.frequency, amountLine: lines.amountMinor } : {};
  return { text, params: { snapshot: snapshotId, asOf: asOfMs, since: asOfMs - rfmWindowDays * dayMs, ...fixed } };
}
