import { minorDigits } from '../../kernel/index.ts';
import { reasons } from './reasons.ts';
import type { Candidate } from './run.ts';

type Seen = { largest: bigint; differ: boolean; lines: Candidate[] };

export type RefundsDiffer = {
  see(candidate: Candidate): void;
  /** A portion is complete: its lines that tell different amounts for one order get their note. */
  note(): void;
};

/** Orders with a refund that are remembered: lines of one order are mostly near each other, and a file may hold millions. */
const rememberedMax = 100_000;

/**
 * Finds orders with several lines in a file that tell different amounts given back: a file with a line per product, whose sum nobody
 * said, or a history. The largest is taken either way.
 */
export function createRefundsDiffer(column: string, currency: string): RefundsDiffer {
  const seen = new Map<string, Seen>();
  let open = new Set<Seen>();
  return {
    see(candidate) {
      const { told } = candidate;
      if (told.kind !== 'order' || !told.refundedMinor) return;
      const { orderNumber, refundedMinor } = told;
      const before = seen.get(orderNumber);
      const order = before ?? { largest: refundedMinor, differ: false, lines: [] };
      order.differ ||= order.largest !== refundedMinor;
      if (refundedMinor > order.largest) order.largest = refundedMinor;
      order.lines.push(candidate);
      open.add(order);
      if (!before) remember(seen, orderNumber, order);
    },
    note() {
      for (const order of open) {
        for (const line of order.differ ? order.lines : []) {
          line.note ??= reasons.refundsDiffer(column, { number: line.told.orderNumber ?? '', amount: written(order.largest, currency) });
        }
        order.lines = [];
      }
      open = new Set();
    },
  };
}

function remember(seen: Map<string, Seen>, orderNumber: string, order: Seen): void {
  seen.set(orderNumber, order);
  if (seen.size <= rememberedMax) return;
  const { value: oldest } = seen.keys().next();
  if (oldest !== undefined) seen.delete(oldest);
}

function written(amountMinor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
