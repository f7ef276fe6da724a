import { createSandbox } from '@homefield/sandbox';
import type { RulesInput, Sandbox, StaffSettings } from '@homefield/sandbox';
import type { SopDefinition } from '@homefield/contract';
import { audienceWorkers, createAudiences } from '../audiences/index.ts';
import type { Audiences } from '../audiences/index.ts';
import { channelWorkers, createChannels } from '../channels/index.ts';
import type { ChannelDeps, Channels } from '../channels/index.ts';
import { createCustomers, customerProjection } from '../customers/index.ts';
import type { NewEvent, Runner } from '../engines/index.ts';
import { createRunner } from '../engines/index.ts';
import { formatId, hourMs, minuteMs } from '../kernel/index.ts';
import { createMessages, createWecomDirectory, messageWorkers } from '../messages/index.ts';
import type { Messages } from '../messages/index.ts';
import { createOrganization } from '../organization/index.ts';
import { startTestEngines } from '../testing/engines.ts';
import type { TestEngines } from '../testing/engines.ts';
import { createSops, sopWorkers } from './index.ts';
import type { SopDeps, Sops } from './index.ts';

/** The slice over real engines, with a WeCom of its own, in virtual time. */
export type SliceWorld = {
  world: TestEngines;
  sandbox: Sandbox;
  url: string;
  audiences: Audiences;
  channels: Channels;
  messages: Messages;
  sops: Sops;
  runner: Runner;
  /** A brand whose people are contacts of staff members; answers the ids of its customers in their order. */
  brand(options: { people: number; staff: number }): Promise<Brand>;
  /** Goes on in steps of at most `stepMs`; the sandbox and all workers are idle at each. */
  goTo(instantMs: number, stepMs?: number): Promise<void>;
  close(): Promise<void>;
};

export type Brand = { workspaceId: bigint; customerIds: bigint[]; externalUserIds: string[] };

export const corpId = 'wwTestCorp';
const secret = 'test-secret';

type Options = { rules?: RulesInput; staff?: Partial<StaffSettings>; stage?: SopDeps['stage']; channel?: Partial<ChannelDeps> };

export async function openSlice(options: Options = {}): Promise<SliceWorld> {
  const world = await startTestEngines();
  const { deps, clock, engines } = world;
  const sandbox = createSandbox({
    clock, seed: 7, corpId, secrets: [{ secret, agentId: 1_000_002 }],
    staff: { confirmRate: 1, ...options.staff }, ...(options.rules && { rules: options.rules }),
  });
  const server = await sandbox.listen();
  const customers = createCustomers(deps);
  const { staff } = createOrganization(deps);
  engines.projector.add(customerProjection);
  const audiences = createAudiences(deps);
  const channels = createChannels({ ...deps, directory: createWecomDirectory({ db: deps.db, customers, staff }), gatherMs: 0, syncEveryMs: 0, ...options.channel });
  const messages = createMessages({ ...deps, channels });
  const sops = createSops({ ...deps, audiences, messages, ...(options.stage && { stage: options.stage }) });
  const runner = createRunner({ onError: (worker, error) => { throw new Error(`${worker} failed`, { cause: error }); } });
  runner.add({ name: 'projector', pollMs: 500, step: async () => ((await engines.projector.step()) > 0 ? 'more' : 'idle') });
  for (const worker of [...audienceWorkers({ ...deps, audiences }), ...sopWorkers({ sops }), ...messageWorkers({ messages }), ...channelWorkers({ channels })]) runner.add(worker);
  let people = 0;
  return {
    world, sandbox, url: server.url, audiences, channels, messages, sops, runner,
    async brand({ people: count, staff: members }) {
      const workspaceId = await world.workspace();
      const userIds = Array.from({ length: members }, (_, index) => `u${people}_${index}`);
      for (const userid of userIds) sandbox.world.addMember({ userid, name: `员工 ${userid}` });
      const externalUserIds = Array.from({ length: count }, (_, index) => {
        const externalUserId = `wm${people}_${String(index).padStart(6, '0')}`;
        sandbox.world.addContact({ externalUserId, userid: userIds[index % members] ?? '', name: `客户${index}`, addedAt: clock.now() - 30 * hourMs, quiet: true });
        return externalUserId;
      });
      people += 1;
      await channels.connectWecom(workspaceId, { corpId, secret, baseUrl: server.url });
      await channels.syncContacts(workspaceId);
      return { workspaceId, externalUserIds, customerIds: await customersOf(world, workspaceId, externalUserIds) };
    },
    async goTo(instantMs, stepMs = 30 * minuteMs) {
      while (clock.now() < instantMs) {
        const next = Math.min(clock.now() + stepMs, instantMs);
        clock.advanceTo(next);
        await sandbox.advanceTo(next);
        await runner.drain();
      }
    },
    async close() {
      await server.close();
      await world.close();
    },
  };
}

async function customersOf({ deps }: TestEngines, workspaceId: bigint, externalUserIds: readonly string[]): Promise<bigint[]> {
  const rows = await deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ external_user_id: string; customer_id: bigint }>(
    'select external_user_id, customer_id from wecom_contact where workspace_id = $1', [workspaceId]));
  const known = new Map(rows.map((row) => [row.external_user_id, row.customer_id]));
  return externalUserIds.map((externalUserId) => known.get(externalUserId) ?? 0n);
}

/** Everybody who is a contact, as a rule. */
export const everyContact = { attribute: 'isContact', is: true } as const;

export function definitionOf(audienceId: bigint, change: Partial<SopDefinition> = {}): SopDefinition {
  return {
    trigger: { kind: 'audience_entry', audienceId: formatId('audience', audienceId) }, holdOut: 0.2,
    steps: [{ kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: '周五上新，欢迎来看看', confirmWithin: '2d' }],
    goal: { event: 'order.paid', withinDays: 14 }, entry: { again: 'never' }, quietHours: { from: '21:00', to: '09:00' }, ...change,
  };
}

export async function appendEvents({ deps }: TestEngines, workspaceId: bigint, events: readonly NewEvent[]): Promise<void> {
  await deps.db.inWorkspace(workspaceId, (tx) => deps.log.append(tx, workspaceId, events));
}

export function enteredEvent(audienceId: bigint, customerId: bigint, occurredAtMs: number): NewEvent {
  return { name: 'audience.entered', customerId, occurredAtMs, source: 'test', subject: formatId('audience', audienceId), properties: { generation: '1' } };
}

export function orderEvent(name: 'order.paid' | 'order.refunded' | 'order.canceled', customerId: bigint, order: { number: string; amountMinor: bigint; atMs: number; id?: string }): NewEvent {
  return { name, customerId, occurredAtMs: order.atMs, source: 'test', subject: order.number, amountMinor: order.amountMinor, properties: order.id === undefined ? {} : { orderId: order.id } };
}

/** Counts of a column's values, for short assertions. */
export async function countBy({ deps }: TestEngines, workspaceId: bigint, table: 'message' | 'enrollment' | 'wecom_delivery' | 'wecom_broadcast' | 'event_log', column: string): Promise<Record<string, number>> {
  const rows = await deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ value: string | null; count: number }>(
    `select ${column}::text as value, count(*)::int as count from ${table} where workspace_id = $1 group by 1 order by 1`, [workspaceId]));
  return Object.fromEntries(rows.map((row) => [row.value ?? 'null', row.count]));
}
