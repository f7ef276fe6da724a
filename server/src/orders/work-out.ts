import { answersHeard } from '../engines/index.ts';
import type { Transaction } from '../engines/index.ts';
import { openLedger, takeOrder } from './ledger.ts';
import type { Ledger, LedgerDeps } from './ledger.ts';
import type { StoredOrder, Told, Verdict } from './order.ts';
import { orderRows } from './order-store.ts';
import type { OrderRows } from './order-store.ts';
import type { OrdersDeps, RecordOptions } from './orders.ts';

export type Batch = {
  tx: Transaction; workspaceId: bigint; told: readonly Told[]; options: RecordOptions;
  /** Of each what it contradicts; told is refused here in addition what names another customer than its order has. */
  early: (Verdict | undefined)[];
  /** The orders that are known by the numbers that are told. */
  stored: readonly StoredOrder[];
};

export type WorkedOut = {
  ledger: Ledger;
  /** The new orders as they are sent. */
  rows: OrderRows;
  /** Of refunds nothing yet. */
  verdicts: (Verdict | undefined)[];
  customerOf: ReadonlyMap<Told, bigint>;
};

/** Who the customers are and what becomes of the orders: where the customers can be foretold, before the turn to write them has come. */
export async function workOut(deps: OrdersDeps, batch: Batch): Promise<WorkedOut> {
  let ahead: WorkedOut | undefined;
  const customerOf = await customersOf(deps, batch, (expected) => { ahead = take(deps, batch, expected); });
  return ahead?.customerOf === customerOf ? ahead : take(deps, batch, customerOf);
}

export function ledgerDepsOf({ ids }: OrdersDeps, { via }: RecordOptions): LedgerDeps {
  return { nextOrderId: () => ids.next('order'), via };
}

function take(deps: OrdersDeps, { told, early, stored, options }: Batch, customerOf: ReadonlyMap<Told, bigint>): WorkedOut {
  const ledger = openLedger(stored);
  const ledgerDeps = ledgerDepsOf(deps, options);
  const verdicts = told.map((one, index) => early[index] ?? (one.kind === 'order' ? takeOrder(ledger, one, customerOf.get(one) ?? 0n, ledgerDeps) : undefined));
  return { ledger, rows: orderRows(ledger.newOrders), verdicts, customerOf };
}

/**
 * The customers of what is taken in. What contradicts a known order makes no customer: rows under a number that is known, or that an
 * earlier row of the batch has, are looked up first, and refused in `early` when they name somebody else. `expect` is told who they
 * will be as soon as that can be said.
 */
async function customersOf({ customers }: OrdersDeps, { tx, workspaceId, told, early, stored, options: { via, turn, newCustomers } }: Batch, expect: (customerOf: ReadonlyMap<Told, bigint>) => void): Promise<ReadonlyMap<Told, bigint>> {
  const holders = new Map(stored.map(({ orderNumber, customerId }) => [orderNumber, customerId]));
  const first = new Map<string, Told>();
  const again = new Map<Told, number>();
  told.forEach((one, index) => {
    if (early[index] || one.kind !== 'order') return;
    if (holders.has(one.orderNumber) || first.has(one.orderNumber)) again.set(one, index);
    else first.set(one.orderNumber, one);
  });
  const prepare = (some: readonly Told[], newIds?: typeof newCustomers) => customers.prepare(tx, workspaceId, some.map(({ identities, profile }) => ({ identities, ...(profile ? { profile } : {}) })), { source: via, ...(turn ? { turn } : {}), ...(newIds ? { newIds } : {}) });
  const others = told.filter((one, index) => !early[index] && !again.has(one));
  const who = await prepare(others, newCustomers);
  const foretold = who.expected && again.size === 0 ? mapOf(others, who.expected) : undefined;
  if (foretold) {
    await answersHeard();
    expect(foretold);
  }
  const ids = await who.settle();
  if (foretold && ids === who.expected) return foretold;
  const customerOf = mapOf(others, ids);
  const repeats = [...again.keys()];
  const holderOf = (number = '') => {
    const before = first.get(number);
    return holders.get(number) ?? (before && customerOf.get(before));
  };
  let found = repeats.length === 0 ? [] : await customers.find(tx, workspaceId, repeats);
  if (turn && repeats.some(({ orderNumber }, index) => found[index] !== holderOf(orderNumber))) {
    // Who they are may be in what is just being written.
    await turn();
    found = await customers.find(tx, workspaceId, repeats);
  }
  const isSame = repeats.map(({ orderNumber }, index) => found[index] === holderOf(orderNumber));
  repeats.forEach((one, index) => { if (!isSame[index]) early[again.get(one) ?? 0] = { kind: 'conflict', field: 'customer' }; });
  const same = repeats.filter((_, index) => isSame[index]);
  return new Map([...customerOf, ...mapOf(same, await (await prepare(same)).settle())]);
}

function mapOf(told: readonly Told[], ids: readonly bigint[]): Map<Told, bigint> {
  return new Map(told.map((one, index) => [one, ids[index] ?? 0n]));
}
