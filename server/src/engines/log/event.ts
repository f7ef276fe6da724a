/** What is appended to the log, and what its readers get. */
export type NewEvent = {
  customerId: bigint | null;
  /** `noun.verb_past`, e.g. `order.paid`. */
  name: string;
  /** When it happened, in milliseconds since the epoch. */
  occurredAtMs: number;
  /** Where it came from: `import`, `api`, `wecom`, `sop`, … */
  source: string;
  /** The sender's own key; the same (source, key) within 7 days counts once. */
  key?: string;
  /** Minor units, where the event is about money. */
  amountMinor?: bigint;
  /** The thing it is about (order number, message id, …), promoted to a column in ClickHouse. */
  subject?: string;
  properties?: Readonly<Record<string, unknown>>;
};

export type LogEvent = {
  workspaceId: bigint;
  customerId: bigint | null;
  tx: bigint;
  position: bigint;
  name: string;
  occurredAtMs: number;
  receivedAtMs: number;
  source: string;
  amountMinor: bigint;
  subject: string;
  properties: Readonly<Record<string, unknown>>;
};
