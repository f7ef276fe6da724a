import type { BoughtLine } from './order-store.ts';
import type { OrderLine, RefundTold } from './order.ts';

/** The lines of a refund that belong to one order; `orderNumber` null when no order fits. */
export type RefundPart = { orderNumber: string | null; lines: OrderLine[] };

/**
 * Links each line of a refund to the latest earlier order of the same customer with the same product and enough of it left; what
 * is taken is taken off `bought`, so that nothing is given back twice. Lines of one order become one part.
 */
export function linkRefund(told: Pick<RefundTold, 'refundedAtMs' | 'lines'>, customerId: bigint, bought: ReadonlyMap<string, BoughtLine[]>): RefundPart[] {
  const parts = new Map<string | null, RefundPart>();
  for (const line of told.lines ?? []) {
    const candidates = bought.get(boughtKey(customerId, line.product)) ?? [];
    const match = candidates.find(({ orderedAtMs, left }) => orderedAtMs < told.refundedAtMs && left >= line.quantity);
    if (match) match.left -= line.quantity;
    const orderNumber = match?.orderNumber ?? null;
    const part = parts.get(orderNumber);
    if (part) part.lines.push(line);
    else parts.set(orderNumber, { orderNumber, lines: [line] });
  }
  return [...parts.values()];
}

export function boughtKey(customerId: bigint, product: string): string {
  return `${customerId}:${product}`;
}

/** By customer and product, keeping the order of the rows (latest first). */
export function indexBought(rows: readonly BoughtLine[]): Map<string, BoughtLine[]> {
  const index = new Map<string, BoughtLine[]>();
  for (const row of rows) {
    const key = boughtKey(row.customerId, row.product);
    const lines = index.get(key);
    if (lines) lines.push(row);
    else index.set(key, [row]);
  }
  return index;
}
