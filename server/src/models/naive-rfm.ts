import { dayMs } from '../kernel/index.ts';
import type { RfmLines } from './model.ts';

/** RFM by its definition, in plain TypeScript and with exact fractions: what the SQL has to agree with. For tests. */
export type OrderRow = { customerId: number; name: 'order.paid' | 'order.refunded' | 'order.canceled'; atMs: number; amount: number; subject: string; orderId?: string };
export type Buyer = { customerId: number; recency: number; frequency: number; amount: number; class: string };

export function rfmNaively(rows: readonly OrderRow[], asOfMs: number, lines: RfmLines): { buyers: Buyer[]; lines: number[] } {
  const sinceMs = asOfMs - 365 * dayMs;
  const inWindow = (row: OrderRow) => row.atMs > sinceMs && row.atMs <= asOfMs;
  const orders: Order[] = [];
  for (const row of rows) {
    if (row.name !== 'order.paid' || !inWindow(row)) continue;
    const same = orders.find((order) => (row.orderId !== undefined || order.orderId !== undefined
      ? order.orderId === row.orderId && order.customerId === row.customerId
      : row.subject !== '' && order.subject === row.subject && order.customerId === row.customerId));
    if (same) Object.assign(same, { paid: same.paid + row.amount, firstMs: Math.min(same.firstMs, row.atMs), lastMs: Math.max(same.lastMs, row.atMs) });
    else orders.push({ customerId: row.customerId, orderId: row.orderId, subject: row.subject, paid: row.amount, firstMs: row.atMs, lastMs: row.atMs, refunded: 0, canceled: false });
  }
  const loose: OrderRow[] = [];
  for (const row of rows) {
    if (row.name === 'order.paid' || row.atMs > asOfMs) continue;
    const order = orderOf(row, orders);
    if (order && row.name === 'order.refunded') order.refunded += row.amount;
    if (order && row.name === 'order.canceled') order.canceled = true;
    if (row.name === 'order.refunded' && row.orderId === undefined && inWindow(row) && !rows.some((paid) => paid.name === 'order.paid' && paid.atMs <= asOfMs && row.subject !== '' && paid.subject === row.subject && paid.customerId === row.customerId)) loose.push(row);
  }
  const buyers = new Map<number, { lastMs: number; frequency: number; amount: number }>();
  for (const { customerId, paid, refunded, canceled, lastMs } of orders) {
    if (canceled || (refunded > 0 && refunded >= paid)) continue;
    const buyer = buyers.get(customerId) ?? { lastMs: 0, frequency: 0, amount: 0 };
    buyers.set(customerId, { lastMs: Math.max(buyer.lastMs, lastMs), frequency: buyer.frequency + 1, amount: buyer.amount + paid - refunded });
  }
  for (const { customerId, amount } of loose) {
    const buyer = buyers.get(customerId);
    if (buyer) buyer.amount -= amount;
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

type Order = { customerId: number; orderId: string | undefined; subject: string; paid: number; firstMs: number; lastMs: number; refunded: number; canceled: boolean };

/** By its id; without one, of the orders of that number the one that the same customer paid first, one without an id before one with. */
function orderOf(row: OrderRow, orders: readonly Order[]): Order | undefined {
  if (row.orderId !== undefined) return orders.find((order) => order.orderId === row.orderId);
  if (row.subject === '') return undefined;
  return orders.filter((order) => order.customerId === row.customerId && order.subject === row.subject)
    .sort((one, other) => one.firstMs - other.firstMs || Number(one.orderId ?? 0) - Number(other.orderId ?? 0))[0];
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
