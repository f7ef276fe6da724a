import { createWecomClient, WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import { onTestFinished } from 'vitest';
import { createSandbox } from '../sandbox.ts';
import type { Sandbox, SandboxOptions } from '../sandbox.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A Monday in March 2026, 09:00 in Shanghai. */
export const MONDAY = Date.UTC(2026, 2, 2, 1);

export interface Stage {
  sandbox: Sandbox;
  client: WecomClient;
  url: string;
  clock: { at: number; now(): number };
  /** Waits that the client asked for between repeats. */
  waits: number[];
  /** Moves the clock and lets the sandbox carry out what is due. */
  pass(ms: number): Promise<void>;
}

/** A listening sandbox with two members, lin.xia and gao.ming, and a client on a virtual clock. */
export async function stage(options: Partial<SandboxOptions> = {}): Promise<Stage> {
  const clock = { at: MONDAY, now: () => clock.at };
  const secrets = [{ secret: 'app-secret', agentId: 1000002 }, { secret: 'plain-secret', agentId: 1000003, contacts: false }];
  const sandbox = createSandbox({
    clock, seed: 1, corpId: 'wwSandbox', secrets, staff: { confirmRate: 1 }, wait: async () => undefined, ...options,
  });
  sandbox.world.addDepartment({ id: 7, name: '华东' });
  sandbox.world.addMember({ userid: 'lin.xia', name: '林夏', departments: [7] });
  sandbox.world.addMember({ userid: 'gao.ming', name: '高明', departments: [1, 7] });
  const { url, close } = await sandbox.listen();
  onTestFinished(close);
  const waits: number[] = [];
  const client = clientOf(url, clock, 'app-secret', waits);
  const pass = async (ms: number) => {
    clock.at += ms;
    await sandbox.advanceTo(clock.at);
  };
  return { sandbox, client, url, clock, waits, pass };
}

export function clientOf(url: string, clock: { now(): number }, secret = 'app-secret', waits: number[] = []): WecomClient {
  return createWecomClient({
    baseUrl: url, corpId: 'wwSandbox', secret, clock, limits: { timeoutMs: 1_000 }, wait: async (ms) => { waits.push(ms); },
  });
}

/** Adds customers of one member without callbacks; returns their ids. */
export function gain(sandbox: Sandbox, userid: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => sandbox.world.addContact({ userid, name: `客户${index}`, quiet: true }).externalUserId);
}

/** The code of the WecomError that a call ends in. */
export async function codeOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WecomError) return error.code;
    throw error;
  }
  return 0;
}

export async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
