import type { Transaction } from '../engines/index.ts';

/** How one customer is reached on a channel: the address there, and who writes to them. */
export type Reach = { address: string; staffUserId: string };

/** A rendered text that has passed every check and is handed to a channel. `messageId` makes it unique. */
export type Delivery = {
  messageId: bigint;
  customerId: bigint;
  reach: Reach;
  text: string;
  /** How long staff may take to confirm it; then it counts as not confirmed. */
  confirmWithinMs: number;
  /** Until then it is tried to hand it to staff; then it fails. */
  tryUntilMs: number;
};

/** What came of a delivery. */
export type Receipt = {
  messageId: bigint;
  outcome: 'sent' | 'failed' | 'not_confirmed';
  /** Why it failed: `not_a_friend`, `wecom_cap`, `not_reachable`, … */
  reason: string | null;
  atMs: number;
  staffUserId: string;
};

/** Told in the transaction in which the channel settles its deliveries. */
export type ReceiveReceipts = (tx: Transaction, workspaceId: bigint, receipts: readonly Receipt[]) => Promise<void>;

/**
 * Asked right before deliveries go out, in the transaction that lets them: much may have changed while they waited (a pause, the
 * night, a withdrawn consent). Answers those that may go; their owner has taken the others back and may hand them again later.
 */
export type LastCheck = (tx: Transaction, workspaceId: bigint, messageIds: readonly bigint[], nowMs: number) => Promise<ReadonlySet<bigint>>;

/** What messages needs of any channel. All of it runs in the caller's transaction and calls nobody outside. */
export type MessageChannel = {
  textBytesMax: number;
  /** Of the customers, those who can be reached now. */
  reachable(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[]): Promise<Map<bigint, Reach>>;
  /** Of the customers, those for whom the platform's own limit is used up in the period that holds the instant. */
  exhausted(tx: Transaction, workspaceId: bigint, customerIds: readonly bigint[], at: { nowMs: number; zone: string }): Promise<Set<bigint>>;
  /** Takes the deliveries over; they go out later, and receipts tell what came of them. The same message twice counts once. */
  hand(tx: Transaction, workspaceId: bigint, deliveries: readonly Delivery[], nowMs: number): Promise<void>;
};
