import type { NewEvent } from '../engines/index.ts';
import { canceledEvent, paidEvent, refundedEvent } from './order.ts';
import type { ConflictField, OrderLine, OrderState, OrderTold, StoredOrder, Verdict } from './order.ts';

/** An order while a batch is worked out: as stored, then as it will be. `before` is set once an order that is stored already changes. */
export type OpenOrder = StoredOrder & { fresh: boolean; before?: { state: OrderState; refundedMinor: bigint } };

/** `order` is written as it stands at the end of the batch. */
export type NewOrder = { order: OpenOrder; channel: string; store: string; lines: readonly OrderLine[] | undefined };
export type NewRefund = {
  refundId: bigint; document: string; part: number; customerId: bigint; orderNumber: string | null; orderId: bigint | null; amountMinor: bigint; items: number;
  refundedAtMs: number; lines: readonly OrderLine[] | undefined;
};

/** Everything that a batch will write. */
export type Ledger = {
  orders: Map<string, OpenOrder>;
  newOrders: NewOrder[];
  newRefunds: NewRefund[];
  events: NewEvent[];
  figures: Figures;
};

/** `amountMinor`: paid amounts of orders before refunds; `refundedMinor`: what was given back. */
export type Figures = { orders: number; refunds: number; amountMinor: bigint; refundedMinor: bigint };

export type LedgerDeps = { nextOrderId: () => bigint; /** Where the events come from: `import`, `api`. */ via: string };

export function openLedger(stored: readonly StoredOrder[]): Ledger {
  return {
    orders: new Map(stored.map((order) => [order.orderNumber, { ...order, fresh: false }])),
    newOrders: [], newRefunds: [], events: [],
    figures: { orders: 0, refunds: 0, amountMinor: 0n, refundedMinor: 0n },
  };
}

/** How far an order is. It only goes forward: an older export that is imported later takes nothing back. */
const rank: Readonly<Record<OrderState, number>> = { placed: 0, paid: 1, refunded: 2, canceled: 2 };

/** In what a told order contradicts the known one; undefined when it is the same or its continuation. */
export function contradiction(known: Pick<OpenOrder, 'amountMinor' | 'items' | 'orderedAtMs' | 'state'>, told: OrderTold): ConflictField | undefined {
  if (known.amountMinor !== told.amountMinor) return 'amount';
  if (known.items !== told.items) return 'items';
  // The time of a placed order is another one than that of its payment.
  if ((known.state === 'placed') === (told.state === 'placed') && known.orderedAtMs !== told.orderedAtMs) return 'time';
  return undefined;
}

/** Takes in one order of a known customer. */
export function takeOrder(ledger: Ledger, told: OrderTold, customerId: bigint, deps: LedgerDeps): Verdict {
  const known = ledger.orders.get(told.orderNumber);
  if (!known) {
    createOrder(ledger, told, customerId, deps);
    return { kind: 'imported', customerId };
  }
  const field = known.customerId === customerId ? contradiction(known, told) : 'customer';
  if (field) return { kind: 'conflict', field };
  const further = rank[told.state] > rank[known.state];
  if (further) advanceOrder(ledger, known, told, deps);
  return giveBackMore(ledger, known, told, deps) || further ? { kind: 'imported', customerId } : { kind: 'unchanged' };
}

function createOrder(ledger: Ledger, told: OrderTold, customerId: bigint, deps: LedgerDeps): void {
  const { orderNumber, amountMinor, items, orderedAtMs, channel, store, lines } = told;
  const order: OpenOrder = { orderId: deps.nextOrderId(), orderNumber, customerId, state: told.state, amountMinor, refundedMinor: 0n, items, orderedAtMs, fresh: true };
  ledger.orders.set(orderNumber, order);
  ledger.figures.orders += 1;
  if (told.state === 'paid' || told.state === 'refunded') pay(ledger, order, told, deps);
  if (told.state === 'refunded') giveBack(ledger, order, amountMinor, told.endedAtMs ?? orderedAtMs, deps);
  giveBackMore(ledger, order, told, deps);
  if (told.state === 'canceled') ledger.events.push(canceledEvent({ ...order, occurredAtMs: told.endedAtMs ?? orderedAtMs, source: deps.via, paidMinor: 0n }));
  ledger.newOrders.push({ order, channel, store, lines });
}

function advanceOrder(ledger: Ledger, order: OpenOrder, told: OrderTold, deps: LedgerDeps): void {
  const was = order.state;
  touch(order);
  order.state = told.state;
  if (was === 'placed' && told.state !== 'canceled') {
    order.orderedAtMs = told.orderedAtMs;
    pay(ledger, order, told, deps);
  }
  const endedAtMs = told.endedAtMs ?? told.orderedAtMs;
  if (told.state === 'refunded') giveBack(ledger, order, order.amountMinor - order.refundedMinor, endedAtMs, deps);
  if (told.state === 'canceled') {
    const paidMinor = was === 'paid' ? order.amountMinor - order.refundedMinor : 0n;
    ledger.events.push(canceledEvent({ ...order, occurredAtMs: endedAtMs, source: deps.via, paidMinor }));
  }
}

function pay(ledger: Ledger, order: OpenOrder, { channel, store }: OrderTold, deps: LedgerDeps): void {
  ledger.figures.amountMinor += order.amountMinor;
  ledger.events.push(paidEvent(order, { channel, store, source: deps.via }));
}

/** The rest of an order is given back. The source gave no document, so the order's own number is its document. */
function giveBack(ledger: Ledger, order: OpenOrder, amountMinor: bigint, refundedAtMs: number, deps: LedgerDeps): void {
  addRefund(ledger, order, { document: `refunded:${order.orderNumber}`, part: 0, customerId: order.customerId, orderNumber: order.orderNumber, amountMinor, items: order.items, refundedAtMs, lines: undefined }, deps);
  ledger.figures.refunds += 1;
}

/**
 * What was given back of an order that stays paid, as far as it is not known yet: a source tells the sum, and tells it anew with every file. The sum
 * is the document, so that each step of it counts once.
 */
function giveBackMore(ledger: Ledger, order: OpenOrder, { refundedMinor = 0n, endedAtMs, orderedAtMs }: OrderTold, deps: LedgerDeps): boolean {
  const amountMinor = refundedMinor - order.refundedMinor;
  if (order.state !== 'paid' || amountMinor <= 0n) return false;
  addRefund(ledger, order, { document: `refunded:${order.orderNumber}@${refundedMinor}`, part: 0, customerId: order.customerId, orderNumber: order.orderNumber, amountMinor, items: 0, refundedAtMs: endedAtMs ?? orderedAtMs, lines: undefined }, deps);
  ledger.figures.refunds += 1;
  return true;
}

/** Adds one refund and its event, and what it does to the order that it belongs to. */
export function addRefund(ledger: Ledger, order: OpenOrder | undefined, refund: Omit<NewRefund, 'refundId' | 'orderId'>, deps: LedgerDeps): void {
  const orderId = order?.orderId ?? null;
  ledger.newRefunds.push({ ...refund, refundId: deps.nextOrderId(), orderId });
  ledger.figures.refundedMinor += refund.amountMinor;
  ledger.events.push(refundedEvent({
    orderId, orderNumber: refund.orderNumber ?? '', customerId: refund.customerId, amountMinor: refund.amountMinor, occurredAtMs: refund.refundedAtMs, source: deps.via,
  }));
  if (order) creditOrder(order, refund.amountMinor);
}

/** Counts money given back against an order; given back in full it is `refunded`. */
export function creditOrder(order: OpenOrder, amountMinor: bigint): void {
  touch(order);
  order.refundedMinor += amountMinor;
  if (order.state === 'paid' && order.refundedMinor >= order.amountMinor && order.amountMinor > 0n) order.state = 'refunded';
}

function touch(order: OpenOrder): void {
  if (!order.fresh) order.before ??= { state: order.state, refundedMinor: order.refundedMinor };
}
