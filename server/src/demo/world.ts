import { createPeople, createSandbox, drawLatents } from '@homefield/sandbox';
import type { FutureOrder, Latent, People, Sandbox } from '@homefield/sandbox';
import { dayMs, formatId, hourMs } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import { codeStates } from '../wiring.ts';

/** An order of the brand's past, as the world outside needs it. */
export type PastOrder = { customerNumber: string; paidAt: number; amountMinor: number };

/** A customer whom the brand knows, and by which number. */
export type Acquaintance = { customerId: bigint; customerNumber: string; kind: string; name: string };

/** The outside world of the demo: a WeCom with staff, and customers who go on buying, more so when a message reaches them. */
export type DemoWorld = {
  url: string;
  corpId: string;
  secret: string;
  sandbox: Sandbox;
  people: People;
  /** Everything up to the instant happens; answers the orders of the time since the last call, in time order. */
  advanceTo(instantMs: number): Promise<FutureOrder[]>;
  /** When the first message reached the customer of this number. */
  deliveredAt(customerNumber: string): number | undefined;
  close(): Promise<void>;
};

type Options = { clock: Clock; seed: number; days: number; past: readonly PastOrder[]; latents?: Latent[]; acquaintances: readonly Acquaintance[]; moneyScale: number };

const staffNames = ['林夏', '高明', '陈悦', '王思远', '李沐', '赵晴', '周以安', '吴彤', '郑可', '孙嘉禾', '何青', '许诺'];
const secret = 'sandbox-secret';
const corpId = 'wwHomefieldDemo';


/**
 * Opens the world at the clock's instant. Every customer is a contact of one of twelve staff members (they scanned the card in their parcel, or their member card);
 * what they will buy is drawn from what they bought (BG/NBD and Gamma-Gamma with the published parameters).
 */
export async function openWorld(options: Options): Promise<DemoWorld> {
  const { clock, seed } = options;
  const asOf = clock.now();
  const sandbox = createSandbox({
    clock, seed, corpId, secrets: [{ secret, agentId: 1_000_002 }],
    // Members differ, and some never confirm: that is what the numbers have to survive.
    staff: { confirmRate: 0.85 },
  });
  staffNames.forEach((name, index) => sandbox.world.addMember({ userid: `staff${String(index + 1).padStart(2, '0')}`, name }));
  const externalOf = new Map<string, string>();
  options.acquaintances.forEach(({ customerId, customerNumber, kind, name }, index) => {
    const externalUserId = `wm${formatId('customer', customerId).slice(4)}${String(seed).padStart(6, '0')}`;
    externalOf.set(externalUserId, customerNumber);
    sandbox.world.addContact({
      externalUserId, userid: `staff${String((index % staffNames.length) + 1).padStart(2, '0')}`, name, state: `${kind === codeStates.member ? 'member' : 'card'}_${customerNumber}`,
      addedAt: asOf - dayMs - (index % 720) * hourMs, addWay: 1, quiet: true,
    });
  });
  const latents = options.latents ?? drawLatents({ seed, orders: options.past, asOf, moneyScale: options.moneyScale });
  const people = createPeople({ seed, customers: latents, asOf, days: options.days });
  const delivered = new Map<string, number>();
  sandbox.onDelivered(({ externalUserId, at }) => {
    const customer = externalOf.get(externalUserId);
    if (customer !== undefined && !delivered.has(customer)) delivered.set(customer, at);
    if (customer !== undefined && people.has(customer) && at <= people.until) people.onDelivered({ customer, at });
  });
  const server = await sandbox.listen();
  let seenUntil = asOf;
  return {
    url: server.url, corpId, secret, sandbox, people,
    async advanceTo(instantMs) {
      await sandbox.advanceTo(instantMs);
      const until = Math.min(instantMs, people.until);
      const orders = until > seenUntil ? people.ordersBetween(seenUntil, until) : [];
      seenUntil = Math.max(seenUntil, until);
      return orders;
    },
    deliveredAt: (customerNumber) => delivered.get(customerNumber),
    close: () => server.close(),
  };
}
