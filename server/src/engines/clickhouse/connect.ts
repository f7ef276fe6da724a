import { ClickHouseError, createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { Readable } from 'node:stream';
import { createRandomness, problem } from '../../kernel/index.ts';
import type { Sentence } from '../../kernel/index.ts';
import { codeOf } from '../home.ts';
import type { Home } from '../home.ts';
import { createChildConnection } from './child-connection.ts';
import type { Analytics, AnalyticsQuery, Lane } from './clickhouse.ts';
import { startEmbeddedClickHouse } from './embedded.ts';
import { stoppable } from './stopping.ts';

export const AnalyticsUnavailable = problem('analytics_unavailable', 503, {
  en: 'ClickHouse does not answer just now. Nothing was changed; please try again in a moment.',
  zh: '分析引擎暂时无法响应，数据没有变化，请稍后重试。',
});
export const AnalyticsTooLong = problem('analytics_too_long', 504, {
  en: 'The question took longer than {seconds} s and was stopped. Narrow it (a shorter window, fewer conditions) and ask again.',
  zh: '查询超过 {seconds} 秒，已停止。请缩小范围（更短的时间窗口、更少的条件）后重试。',
});
export const AnalyticsTooLarge = problem('analytics_too_large', 422, {
  en: 'The answer would be larger than this installation allows. Narrow the question and ask again.',
  zh: '查询结果或所需内存超出上限，请缩小范围后重试。',
});

/** For the projector and migrations only: statements that are not bound to one brand. */
export type AnalyticsAdmin = {
  command(text: string): Promise<void>;
  read<Row>(text: string, params?: Readonly<Record<string, unknown>>): Promise<Row[]>;
  /**
   * Inserts rows (JSONCompactEachRow lines), dropped when the token is known. Never repeated by itself: ClickHouse notes a token before
   * it shows the rows, so that a kill in between makes a repeat under the same token lose them. After a failure the caller has
   * to look at what is there.
   */
  insert(table: string, columns: readonly string[], lines: string | Buffer, token: string): Promise<void>;
};

export type ClickHouse = {
  analytics: Analytics;
  admin: AnalyticsAdmin;
  version(): Promise<string>;
  embedded: boolean;
  pid(): number | undefined;
  close(): Promise<void>;
};

const laneTimeoutMs: Readonly<Record<Lane, number>> = { interactive: 10_000, live: 20_000, batch: 600_000 };
const laneRowsMax: Readonly<Record<Lane, number>> = { interactive: 10_000, live: 1_000_000, batch: 5_000_000 };
/** Per query; the embedded engine shares a machine of 2 GiB with everything else. */
const laneMemoryMax: Readonly<Record<Lane, number>> = { interactive: 900_000_000, live: 600_000_000, batch: 1_000_000_000 };

type Options = {
  home: Home;
  clickhouseUrl?: string | undefined;
  onTrouble?: (message: string) => void;
  /** Told once what a start that takes long waits for. */
  onWait?: ((what: Sentence) => void) | undefined;
};

const opening: Sentence = { en: 'ClickHouse is looking through its data, as after a crash; this may take minutes.', zh: 'ClickHouse 正在检查数据（例如异常退出之后），可能需要几分钟。' };

/** Starts or reaches ClickHouse. */
export async function connectClickHouse(options: Options): Promise<ClickHouse> {
  const started = options.clickhouseUrl === undefined
    ? await startEmbeddedClickHouse({
      folder: options.home.clickhouse, logFile: `${options.home.logs}/clickhouse.log`, onSlowStart: () => options.onWait?.(opening),
      ...(options.onTrouble ? { onRestart: options.onTrouble } : {}),
    })
    : undefined;
  const clients = new Map<string, ClickHouseClient>();
  const clientOf = (lane: string): ClickHouseClient => {
    let client = clients.get(lane);
    if (!client) {
      client = started
        // The client carries its own copy of the same interface; TypeScript takes the two for different.
        ? createClient({ connection: createChildConnection(started.socketPath, lane) as never })
        : createClient({ url: options.clickhouseUrl ?? '', max_open_connections: 8, request_timeout: laneTimeoutMs.batch, keep_alive: { enabled: true } });
      clients.set(lane, client);
    }
    return client;
  };
  /** The child may just be starting again: everything that comes here may be repeated, so it is. */
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!isConnectionLoss(error) || attempt >= 4) throw error;
        await new Promise((resolve) => { setTimeout(resolve, 100 * attempt); });
        await started?.ready().catch(() => undefined);
      }
    }
  };
  return {
    analytics: createAnalytics(clientOf, patiently),
    admin: createAdmin(clientOf, patiently),
    version: async () => (await (await clientOf('interactive').query({ query: 'select version() as v', format: 'JSONEachRow' })).json<{ v: string }>())[0]?.v ?? '',
    embedded: started !== undefined,
    pid: () => started?.pid(),
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
      await started?.stop();
    },
  };
}

type ClientOf = (lane: string) => ClickHouseClient;
type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

function createAnalytics(clientOf: ClientOf, patiently: Patiently): Analytics {
  const randomness = createRandomness();
  const prepare = (query: AnalyticsQuery) => {
    if (!query.text.includes('{workspace:UInt64}')) throw new Error('A question to ClickHouse has to carry the parameter {workspace:UInt64}.');
    const lane = query.lane ?? 'interactive';
    const timeoutMs = query.timeoutMs ?? laneTimeoutMs[lane];
    return {
      lane, timeoutMs,
      params: { ...query.params, workspace: query.workspaceId },
      settings: {
        max_execution_time: Math.ceil(timeoutMs / 1000),
        max_result_rows: String(query.rowsMax ?? laneRowsMax[lane]),
        result_overflow_mode: 'throw' as const,
        max_memory_usage: String(laneMemoryMax[lane]),
        output_format_json_quote_64bit_integers: 1 as const,
      },
    };
  };
  const kill = async (text: string) => { await clientOf('interactive').command({ query: text }); };
  const withSignal = <T>(signal: AbortSignal | undefined, run: (named: { log_comment?: string }) => Promise<T>): Promise<T> => (
    signal ? stoppable(signal, `homefield ${randomness.bytes(12).toString('hex')}`, run, kill) : run({}));
  return {
    async query<Row>(query: AnalyticsQuery) {
      const { lane, params, settings, timeoutMs } = prepare(query);
      try {
        return await withSignal(query.signal, async (named) => (await patiently(() => clientOf(lane).query({
          query: query.text, query_params: params, format: 'JSONEachRow', clickhouse_settings: { ...settings, ...named },
        }))).json<Row>());
      } catch (error) {
        throw translate(error, timeoutMs);
      }
    },
    async write(query) {
      const { lane, params, settings, timeoutMs } = prepare({ lane: 'batch', ...query });
      try {
        await withSignal(query.signal, (named) => clientOf(lane).command({ query: query.text, query_params: params, clickhouse_settings: { ...settings, max_result_rows: '0', ...named } }));
      } catch (error) {
        throw translate(error, timeoutMs);
      }
    },
  };
}

function createAdmin(clientOf: ClientOf, patiently: Patiently): AnalyticsAdmin {
  return {
    async command(text) {
      await patiently(() => clientOf('batch').command({ query: text }));
    },
    async read<Row>(text: string, params: Readonly<Record<string, unknown>> = {}) {
      return (await patiently(() => clientOf('interactive').query({ query: text, query_params: { ...params }, format: 'JSONEachRow' }))).json<Row>();
    },
    async insert(table, columns, lines, token) {
      if (lines.length === 0) return;
      const { stream } = await clientOf('insert').exec({
        query: `insert into ${table} (${columns.join(', ')}) format JSONCompactEachRow`,
        values: Readable.from([typeof lines === 'string' ? Buffer.from(lines) : lines], { objectMode: false }),
        clickhouse_settings: {
          insert_deduplication_token: token,
          // A batch of imported history may reach over many months; each is a partition.
          max_partitions_per_insert_block: '0',
          date_time_input_format: 'best_effort',
          // A property that looks like a date stays the text that was sent: rules compare texts.
          input_format_try_infer_dates: 0,
          input_format_try_infer_datetimes: 0,
          async_insert: 0,
        },
      });
      for await (const bytes of stream) void bytes;
    },
  };
}

function isConnectionLoss(error: unknown): boolean {
  if (error instanceof ClickHouseError) return false;
  const codes = [codeOf(error), error instanceof Error && error.cause ? codeOf(error.cause) : ''];
  return codes.some((code) => ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'].includes(code));
}

function translate(error: unknown, timeoutMs: number): unknown {
  if (isConnectionLoss(error)) return AnalyticsUnavailable({}, { cause: error });
  if (!(error instanceof ClickHouseError)) return error;
  if (error.type === 'TIMEOUT_EXCEEDED') return AnalyticsTooLong({ seconds: Math.ceil(timeoutMs / 1000) }, { cause: error });
  if (error.type === 'TOO_MANY_ROWS_OR_BYTES' || error.type === 'MEMORY_LIMIT_EXCEEDED') return AnalyticsTooLarge({}, { cause: error });
  return error;
}
