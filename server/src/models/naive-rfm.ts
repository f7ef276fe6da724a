import { dayMs } from '../kernel/index.ts';
import type { RfmLines } from './model.ts';

/** RFM by its definition, in plain TypeScript and with exact fractions: what the SQL has to agree with. For tests. */
export type OrderRow = { customerId: number; name: 'order.paid' | 'order.refunded' | 'order.canceled'; atMs: number; amount: number; subject: string };
export type Buyer = { customerId: number; recency: number; frequency: number; amount: number; class: string };

export function rfmNaively(rows: readonly OrderRow[], asOfMs: number, lines: RfmLines): { buyers: Buyer[]; lines: number[] } {
  const sinceMs = asOfMs - 365 * dayMs;
  const inWindow = (row: OrderRow) => row.atMs > sinceMs && row.atMs <= asOfMs;
  const orders = new Map<string, { customerId: number; paid: number; atMs: number }>();
  rows.forEach((row, index) => {
    if (row.name !== 'order.paid' || !inWindow(row)) return;
    const key = row.subject === '' ? `#${index}` : `${row.customerId} ${row.subject}`;
    const order = orders.get(key) ?? { customerId: row.customerId, paid: 0, atMs: row.atMs };
    orders.set(key, { ...order, paid: order.paid + row.amount, atMs: Math.max(order.atMs, row.atMs) });
  });
  const buyers = new Map<number, { lastMs: number; frequency: number; amount: number }>();
  for (const [key, order] of orders) {
    const subject = key.startsWith('#') ? null : key.slice(key.indexOf(' ') + 1);
    const back = rows.filter((row) => subject !== null && row.subject === subject && row.atMs <= asOfMs);
    const refunded = back.filter((row) => row.name === 'order.refunded').reduce((sum, row) => sum + row.amount, 0);
    if (back.some((row) => row.name === 'order.canceled') || (refunded > 0 && refunded >= order.paid)) continue;
    const buyer = buyers.get(order.customerId) ?? { lastMs: 0, frequency: 0, amount: 0 };
    buyers.set(order.customerId, { lastMs: Math.max(buyer.lastMs, order.atMs), frequency: buyer.frequency + 1, amount: buyer.amount + order.paid - refunded });
  }
  for (const row of rows) {
    const buyer = buyers.get(row.customerId);
    if (buyer && row.name === 'order.refunded' && row.subject === '' && inWindow(row)) buyer.amount -= row.amount;
  }
  const plain = [...buyers].map(([customerId, buyer]) => ({
    customerId, recency: Math.floor((asOfMs - buyer.lastMs) / dayMs), frequency: buyer.frequency, amount: buyer.amount,
  }));
  const fixed = lines.by === 'fixed' ? [lines.recencyDays, lines.frequency, lines.amountMinor] : [0, 0, 0];
  const [r, f, m] = (['recency', 'frequency', 'amount'] as const).map((key, index) => lineOf(plain.map((buyer) => BigInt(buyer[key])), lines.by, fixed[index] ?? 0));
  const placed = plain.map((buyer) => {
    const isHigh = (value: number, line: Fraction | undefined) => (line ? BigInt(value) * line.den >= line.num : false);
    const isRecent = r ? BigInt(buyer.recency) * r.den <= r.num : false;
    const second = { 3: 'value', 2: 'growth', 1: 'retain', 0: 'win_back' }[(isRecent ? 2 : 0) + (isHigh(buyer.frequency, f) ? 1 : 0)];
    return { ...buyer, class: `${isHigh(buyer.amount, m) ? 'key' : 'general'}_${second}` };
  });
  return { buyers: placed, lines: [r, f, m].map((line) => (line && line.den > 0n ? Number(line.num) / Number(line.den) : 0)) };
}

type Fraction = { num: bigint; den: bigint };

function lineOf(values: readonly bigint[], by: RfmLines['by'], fixed: number): Fraction {
  if (by === 'fixed') return { num: BigInt(fixed), den: 1n };
  if (by === 'mean') return { num: values.reduce((sum, value) => sum + value, 0n), den: BigInt(values.length) };
  const sorted = [...values].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0n;
  return { num: low + high, den: 2n };
}
