import type { NewEvent } from '../engines/index.ts';
import type { Identity, KnownProfile } from '../customers/index.ts';

export type OrderState = 'placed' | 'paid' | 'refunded' | 'canceled';

/** A line of an order, thin: enough to link a refund to it. */
export type OrderLine = { product: string; quantity: number; amountMinor: number };

/** An order as a source tells it. `refunded` means given back in full. */
export type OrderTold = {
  kind: 'order';
  orderNumber: string;
  identities: readonly Identity[];
  profile?: KnownProfile;
  state: OrderState;
  amountMinor: bigint;
  items: number;
  /** When it was paid; when it was placed while it is not. */
  orderedAtMs: number;
  /** Given back so far, all refunds together, where the source says so: at most the amount, and all of it when `refunded`. */
  refundedMinor?: bigint;
  /** When it was canceled or given back, where the source says so. */
  endedAtMs?: number;
  channel: string;
  store: string;
  lines?: readonly OrderLine[];
};

/** Money given back as a source tells it. */
export type RefundTold = {
  kind: 'refund';
  /** The number under which the source tells it; the same document twice counts once. */
  document: string;
  /** The order that it names, if it names one. Else it is linked by its lines. */
  orderNumber: string | undefined;
  identities: readonly Identity[];
  profile?: KnownProfile;
  /** Positive. */
  amountMinor: bigint;
  items: number;
  refundedAtMs: number;
  lines?: readonly OrderLine[];
};

export type Told = OrderTold | RefundTold;

/** What came of one of them. */
export type Verdict =
  | { kind: 'imported'; customerId: bigint }
  /** `lessBack`: less than what was given back because the order's state said that all of it was. */
  | { kind: 'unchanged'; lessBack?: true }
  | { kind: 'conflict'; field: ConflictField };

/** Why a number that is known already cannot be this order. */
export type ConflictField = 'customer' | 'amount' | 'time' | 'items' | 'state' | 'lines';

/** An order as it is stored. */
export type StoredOrder = {
  orderId: bigint; orderNumber: string; customerId: bigint; state: OrderState; amountMinor: bigint; refundedMinor: bigint; items: number; orderedAtMs: number;
  /** Of `refundedMinor`, what no document of a refund has told. */
  undocumentedMinor: bigint;
};

type Facts = { orderId: bigint; orderNumber: string; customerId: bigint; amountMinor: bigint; occurredAtMs: number; source: string };

/** Made for every order of a file: one object, without a copy on its way. */
export function paidEvent(order: Omit<Facts, 'source' | 'occurredAtMs'> & { items: number; orderedAtMs: number }, { channel, store, source }: { channel: string; store: string; source: string }): NewEvent {
  const { orderId, orderNumber, customerId, amountMinor, items, orderedAtMs } = order;
  return { customerId, name: 'order.paid', occurredAtMs: orderedAtMs, source, amountMinor, subject: orderNumber, properties: { orderId: String(orderId), items, channel, store } };
}

/** `orderNumber` '' when the order is not known. */
export function refundedEvent(refund: Omit<Facts, 'orderId'> & { orderId: bigint | null }): NewEvent {
  return { ...base('order.refunded', refund), properties: refund.orderId === null ? {} : { orderId: String(refund.orderId) } };
}

/**
 * The amount is what had been paid, 0 for an order that never was: what was sold is then always paid − refunded − canceled.
 * `orderAmountMinor` says how large the order was.
 */
export function canceledEvent(order: Facts & { paidMinor: bigint }): NewEvent {
  return { ...base('order.canceled', { ...order, amountMinor: order.paidMinor }), properties: { orderId: String(order.orderId), orderAmountMinor: Number(order.amountMinor) } };
}

function base(name: string, { customerId, orderNumber, amountMinor, occurredAtMs, source }: Omit<Facts, 'orderId'>): NewEvent {
  return { customerId, name, occurredAtMs, source, amountMinor, subject: orderNumber };
}
