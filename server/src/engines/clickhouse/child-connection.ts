import type { Connection, ConnBaseQueryParams, ConnInsertParams } from '@clickhouse/client-common';
import { ClickHouseError } from '@clickhouse/client';
import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { encodeStatement } from './protocol.ts';
import type { Refusal } from './protocol.ts';

/** Settings that only ClickHouse's HTTP server knows and the official client adds by itself. */
const httpOnly = new Set(['wait_end_of_query', 'send_progress_in_http_headers', 'http_headers_progress_interval_ms', 'enable_http_compression', 'default_format']);

/** The official client's connection, spoken to the child process. One per lane. */
export function createChildConnection(socketPath: string, lane: string): Connection<Readable> {
  const agent = new Agent({ connect: { socketPath }, connections: 64, headersTimeout: 0, bodyTimeout: 0 });
  const send = async (params: ConnBaseQueryParams, data?: string | Readable) => {
    const { settings, format } = split(params.clickhouse_settings ?? {});
    const head = encodeStatement({ query: params.query, params: params.query_params ?? {}, settings, lane, ...(format ? { format } : {}) });
    const body = data === undefined ? head : Buffer.concat([Buffer.from(`${head}\n`), typeof data === 'string' ? Buffer.from(data) : await collect(data)]);
    const response = await request('http://clickhouse/', {
      dispatcher: agent, method: 'POST', body, ...(params.abort_signal ? { signal: params.abort_signal } : {}),
    });
    if (response.statusCode !== 200) throw refused((await response.body.json()) as Refusal);
    return response.body;
  };
  const base = { query_id: '', response_headers: {}, http_status_code: 200 };
  const run = async (params: ConnBaseQueryParams, data?: string | Readable) => {
    await (await send(params, data)).dump({ limit: 1 << 30 });
    return base;
  };
  return {
    query: async (params) => ({ ...base, stream: await send(params) }),
    insert: (params: ConnInsertParams<Readable>) => run(params, params.values),
    command: (params) => run(params),
    exec: async (params) => ({ ...base, stream: await send(params, params.values) }),
    async ping() {
      try {
        await run({ query: 'select 1' });
        return { success: true };
      } catch (error) {
        return { success: false, error: error instanceof Error ? error : new Error(String(error)) };
      }
    },
    close: () => agent.close(),
  };
}

function split(all: Record<string, unknown>): { settings: Record<string, string | number | boolean>; format?: string } {
  const settings: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined || httpOnly.has(name)) continue;
    settings[name] = typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
  }
  return typeof all['default_format'] === 'string' ? { settings, format: all['default_format'] } : { settings };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer | string));
  return Buffer.concat(chunks);
}

function refused({ code, type, message }: Refusal): Error {
  return new ClickHouseError({ code, type, message });
}
