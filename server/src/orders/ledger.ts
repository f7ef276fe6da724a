import type { NewEvent } from '../engines/index.ts';
import { canceledEvent, paidEvent, refundedEvent } from './order.ts';
import type { ConflictField, OrderLine, OrderState, OrderTold, StoredOrder, Verdict } from './order.ts';

/** An order while a batch is worked out: as stored, then as it will be. `before` is set once an order that is stored already changes. */
export type OpenOrder = StoredOrder & { fresh: boolean; before?: { state: OrderState; refundedMinor: bigint; undocumentedMinor: bigint } };

/** `order` is written as it stands at the end of the batch. */
export type NewOrder = { order: OpenOrder; channel: string; store: string; lines: readonly OrderLine[] | undefined };
export type NewRefund = {
  refundId: bigint; document: string; part: number; customerId: bigint; orderNumber: string | null; orderId: bigint | null; amountMinor: bigint; items: number;
  refundedAtMs: number; lines: readonly OrderLine[] | undefined;
  /** What its document says beyond the amount: counted before, or more than was paid. */
  coveredMinor: bigint;
  /** None of one that gives back nothing more. */
  event: NewEvent | undefined;
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
  if (giveBackMore(ledger, known, told, deps) || further) return { kind: 'imported', customerId };
  const lessBack = known.state === 'refunded' && known.undocumentedMinor > 0n && told.refundedMinor !== undefined && told.refundedMinor < known.refundedMinor;
  return lessBack ? { kind: 'unchanged', lessBack } : { kind: 'unchanged' };
}

function createOrder(ledger: Ledger, told: OrderTold, customerId: bigint, deps: LedgerDeps): void {
  const { orderNumber, amountMinor, items, orderedAtMs, channel, store, lines } = told;
  const order: OpenOrder = { orderId: deps.nextOrderId(), orderNumber, customerId, state: told.state, amountMinor, refundedMinor: 0n, undocumentedMinor: 0n, items, orderedAtMs, fresh: true };
  ledger.orders.set(orderNumber, order);
  ledger.figures.orders += 1;
  if (told.state === 'paid' || told.state === 'refunded') pay(ledger, order, told, deps);
  if (told.state === 'refunded') giveBack(ledger, order, told, deps);
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
  if (told.state === 'refunded') giveBack(ledger, order, told, deps);
  if (told.state === 'canceled') {
    const paidMinor = was === 'paid' ? order.amountMinor - order.refundedMinor : 0n;
    ledger.events.push(canceledEvent({ ...order, occurredAtMs: endedAtMs, source: deps.via, paidMinor }));
  }
}

function pay(ledger: Ledger, order: OpenOrder, { channel, store }: OrderTold, deps: LedgerDeps): void {
  ledger.figures.amountMinor += order.amountMinor;
  ledger.events.push(paidEvent(order, { channel, store, source: deps.via }));
}

/** The document of an order that is given back because its state says so, without an amount. */
export const stateDocument = (orderNumber: string) => `refunded:${orderNumber}`;

/** The rest of an order is given back. */
function giveBack(ledger: Ledger, order: OpenOrder, told: OrderTold, deps: LedgerDeps): void {
  addUndocumented(ledger, order, told, { amountMinor: order.amountMinor - order.refundedMinor, items: order.items }, deps);
}

/** What was given back of an order that stays paid, as far as it is not known yet: a source tells the sum, and tells it anew with every file. */
function giveBackMore(ledger: Ledger, order: OpenOrder, told: OrderTold, deps: LedgerDeps): boolean {
  const amountMinor = (told.refundedMinor ?? 0n) - order.refundedMinor;
  if (order.state !== 'paid' || amountMinor <= 0n) return false;
  addUndocumented(ledger, order, told, { amountMinor, items: 0 }, deps);
  return true;
}

/** The source gave no document: it is the order's number, with the sum where there is one, so that each step of it counts once. */
function addUndocumented(ledger: Ledger, order: OpenOrder, { refundedMinor, endedAtMs, orderedAtMs }: OrderTold, { amountMinor, items }: { amountMinor: bigint; items: number }, deps: LedgerDeps): void {
  const { customerId, orderNumber } = order;
  const document = refundedMinor === undefined ? stateDocument(orderNumber) : `${stateDocument(orderNumber)}@${refundedMinor}`;
  addRefund(ledger, order, { document, part: 0, customerId, orderNumber, amountMinor, coveredMinor: 0n, items, refundedAtMs: endedAtMs ?? orderedAtMs, lines: undefined }, deps);
  order.undocumentedMinor += amountMinor;
  ledger.figures.refunds += 1;
}

type Addition = Omit<NewRefund, 'refundId' | 'orderId' | 'event'>;

/**
 * Adds a refund that has a document of its own. What a total of its order told before is part of that total and counts no second time; of an
 * order that it names (`named`) no more than was paid comes back. Answers what it adds.
 */
export function addDocument(ledger: Ledger, order: OpenOrder | undefined, refund: Omit<Addition, 'coveredMinor'>, named: boolean, deps: LedgerDeps): bigint {
  const told = refund.amountMinor;
  const known = order ? least(order.undocumentedMinor, told) : 0n;
  const room = order && named ? order.amountMinor - order.refundedMinor : told;
  const amountMinor = least(told - known, room > 0n ? room : 0n);
  if (order && known > 0n) {
    touch(order);
    order.undocumentedMinor -= known;
  }
  addRefund(ledger, order, { ...refund, amountMinor, coveredMinor: told - amountMinor }, deps);
  return amountMinor;
}

/** Adds one refund and its event, and what it does to the order that it belongs to. */
function addRefund(ledger: Ledger, order: OpenOrder | undefined, refund: Addition, deps: LedgerDeps): void {
  const orderId = order?.orderId ?? null;
  const event = refund.amountMinor === 0n && refund.coveredMinor > 0n ? undefined : refundedEvent({
    orderId, orderNumber: refund.orderNumber ?? '', customerId: refund.customerId, amountMinor: refund.amountMinor, occurredAtMs: refund.refundedAtMs, source: deps.via,
  });
  ledger.newRefunds.push({ ...refund, refundId: deps.nextOrderId(), orderId, event });
  ledger.figures.refundedMinor += refund.amountMinor;
  if (event) ledger.events.push(event);
  if (order) creditOrder(order, refund.amountMinor);
}

/**
 * Refunds that waited for these new orders (`credits`, by order number) were told when they came: what a total of the order tells of
 * them now is taken out of the batch again. Before any document of the batch is added.
 */
export function creditWaiting(ledger: Ledger, credits: ReadonlyMap<string, bigint>): void {
  const gone = new Set<NewEvent>();
  const left = new Map<bigint, bigint>();
  for (const { order } of ledger.newOrders) {
    const credit = credits.get(order.orderNumber);
    if (credit === undefined) continue;
    const known = least(credit, order.undocumentedMinor);
    left.set(order.orderId, known);
    order.undocumentedMinor -= known;
    order.refundedMinor -= known;
    ledger.figures.refundedMinor -= known;
    creditOrder(order, credit);
  }
  ledger.newRefunds = ledger.newRefunds.filter((refund) => {
    const off = least(left.get(refund.orderId ?? 0n) ?? 0n, refund.amountMinor);
    if (off === 0n || refund.orderId === null || !refund.event) return true;
    left.set(refund.orderId, (left.get(refund.orderId) ?? 0n) - off);
    refund.amountMinor -= off;
    refund.event.amountMinor = refund.amountMinor;
    if (refund.amountMinor > 0n) return true;
    ledger.figures.refunds -= 1;
    gone.add(refund.event);
    return false;
  });
  if (gone.size > 0) ledger.events = ledger.events.filter((event) => !gone.has(event));
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** Counts money given back against an order; given back in full it is `refunded`. */
function creditOrder(order: OpenOrder, amountMinor: bigint): void {
  touch(order);
  order.refundedMinor += amountMinor;
  if (order.state === 'paid' && order.refundedMinor >= order.amountMinor && order.amountMinor > 0n) order.state = 'refunded';
}

function touch(order: OpenOrder): void {
  if (!order.fresh) order.before ??= { state: order.state, refundedMinor: order.refundedMinor, undocumentedMinor: order.undocumentedMinor };
}
