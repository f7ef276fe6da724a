/** PostgreSQL as the capabilities see it. */
export type Row = Record<string, unknown>;

/**
 * One transaction. int8 comes back as `bigint`, timestamptz as milliseconds since the epoch (`number`), jsonb parsed.
 * Pass instants as `new Date(ms)`, arrays as arrays, `bigint` as it is.
 */
export type Transaction = {
  query<R extends object = Row>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** `COPY … FROM STDIN` of rows that are ready as text lines (tab separated, PostgreSQL's text format). */
  copyIn(text: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** Runs `work` when the transaction has committed (wake-ups); never when it rolled back. */
  afterCommit(work: () => void): void;
};

export type Database = {
  /** Work inside one brand: row-level security shows and takes rows of this workspace only. Commits when `work` ends, rolls back when it throws. */
  inWorkspace<T>(workspaceId: bigint, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Work of the engine that crosses brands (log readers, claims, sessions before a workspace is known). Never for requests of a user. */
  asEngine<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
};
