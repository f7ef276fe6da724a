/**
 * The door to ClickHouse as the capabilities see it. The same text runs on the embedded engine and on a server. A text without
 * the workspace parameter `{workspace:UInt64}` is refused before it is sent: that is how brands stay apart on this side.
 */
export type Lane =
  /** A person waits for the answer. */
  | 'interactive'
  /** Live audiences and SOP branches. */
  | 'live'
  /** Snapshots, exports, benchmarks: may take minutes. */
  | 'batch';

export type AnalyticsParams = Readonly<Record<string, unknown>>;

export type AnalyticsQuery = {
  workspaceId: bigint;
  /** ClickHouse SQL with `{name:Type}` parameters; has to use `{workspace:UInt64}`. No FORMAT, no SETTINGS clause. */
  text: string;
  params?: AnalyticsParams;
  /** Default `interactive`. */
  lane?: Lane;
  /** Default: 10 s interactive, 20 s live, 600 s batch. */
  timeoutMs?: number;
  /** Refuses a larger answer instead of cutting it. Default 10,000 rows interactive, 1,000,000 else. */
  rowsMax?: number;
  /** Ends the query inside ClickHouse when it is aborted; the call then throws the signal's reason. */
  signal?: AbortSignal | undefined;
};

export type Analytics = {
  /** The rows of a question, as JSON values: 64-bit integers come as strings, dates as texts. */
  query<Row>(query: AnalyticsQuery): Promise<Row[]>;
  /**
   * An `insert … select …` inside the engine (snapshots). Bound to the workspace as `query` is. Never repeated by itself: after a failure
   * some of the rows may be there, so write again under another id.
   */
  write(query: AnalyticsQuery): Promise<void>;
};
