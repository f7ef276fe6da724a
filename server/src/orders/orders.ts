import type { Customers, NewIds } from '../customers/index.ts';
import type { Database, Log, Transaction } from '../engines/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { sent, together } from '../engines/index.ts';
import { addDocument, contradiction, creditWaiting, stateDocument } from './ledger.ts';
import type { Figures, Ledger, LedgerDeps } from './ledger.ts';
import type { RefundTold, StoredOrder, Told, Verdict } from './order.ts';
import { findBought, findOrders, findRefunds, insertOrders, insertRefunds, linkWaitingRefunds, orderRows, updateOrders } from './order-store.ts';
import type { StoredRefund } from './order-store.ts';
import { OrdersContested } from './problems.ts';
import { indexBought, linkRefund } from './refund-links.ts';
import { ledgerDepsOf, workOut } from './work-out.ts';
import type { WorkedOut } from './work-out.ts';

export type OrdersDeps = { db: Database; log: Log; clock: Clock; ids: Ids; customers: Customers };

export type RecordOptions = {
  /** Where the numbers come from: a shop, a till, a kind of file. Numbers are unique within it. */
  source: string;
  /** The `source` of the events: `import`, `api`, … */
  via: string;
  importId?: bigint;
  /**
   * Awaited before anything is written: what is told of came after something else that is still being written, and has to find it there. What
   * was read before it may be out of date by then, which `OrdersContested` finds out.
   */
  turn?: () => Promise<void>;
  /** Ids for customers who are made, as many as are told: the same file makes the same customers, whatever PostgreSQL's answers take and however often it is begun anew. */
  newCustomers?: NewIds;
};
export type Recorded = { verdicts: Verdict[]; figures: Figures };

export type Orders = {
  /**
   * Takes in what a source tells: new orders, their continuation (paid, refunded, canceled), refunds. Each change and its event are
   * written in the caller's transaction; the same thing told twice changes nothing; something else under a known number is a
   * conflict that is answered, not thrown. At most 5,000. Throws `OrdersContested` when another process changed one of
   * them at the same time: run the whole transaction again.
   */
  record(tx: Transaction, workspaceId: bigint, told: readonly Told[], options: RecordOptions): Promise<Recorded>;
  /** The same in a transaction of its own, tried again when it is contested. */
  recordNow(workspaceId: bigint, told: readonly Told[], options: RecordOptions): Promise<Recorded>;
};

export const recordMax = 5_000;
const attemptsMax = 4;

export function createOrders(deps: OrdersDeps): Orders {
  return {
    record: (tx, workspaceId, told, options) => record(deps, tx, workspaceId, told, options),
    recordNow: (workspaceId, told, options) => whenContested(() => deps.db.inWorkspace(workspaceId, (tx) => record(deps, tx, workspaceId, told, options))),
  };
}

/** Runs a transaction again when another one was in its way: contested rows, or a deadlock that PostgreSQL resolved against it. */
export async function whenContested<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (attempt >= attemptsMax || !(code === OrdersContested.code || code === '40P01' || code === '40001')) throw error;
    }
  }
}

async function record(deps: OrdersDeps, tx: Transaction, workspaceId: bigint, told: readonly Told[], options: RecordOptions): Promise<Recorded> {
  if (told.length > recordMax) throw new RangeError(`At most ${recordMax} orders at once, not ${told.length}: a long transaction holds every reader of the log back.`);
  const hasRefunds = told.some(({ kind }) => kind === 'refund');
  // A refund that does not find its order is kept until the order comes: it must not miss one that is just being written.
  if (hasRefunds) await options.turn?.();
  const numbers = [...new Set(told.flatMap(({ orderNumber }) => (orderNumber === undefined ? [] : [orderNumber])))];
  let stored = await findOrders(tx, workspaceId, options.source, numbers);
  const refunds = await findRefunds(tx, workspaceId, options.source, [...new Set(told.flatMap((one) => (one.kind === 'refund' ? [one.document] : [])))]);
  let early = contradictionsOf(stored, refunds, told);
  if (options.turn && early.some((verdict) => verdict)) {
    // Nothing is written of a conflict, so nothing would find out that it was read too early.
    await options.turn();
    stored = await findOrders(tx, workspaceId, options.source, numbers);
    early = contradictionsOf(stored, refunds, told);
  }
  const { ledger, rows, verdicts, customerOf } = await workOut(deps, { tx, workspaceId, told, early, stored, options });
  const written = await writeOrders(tx, workspaceId, { ledger, rows }, options);
  // Of what waits for its order a total of the order may tell again: known when the orders are written.
  if (hasRefunds || ledger.newRefunds.length > 0) await written();
  await keepByState(tx, workspaceId, told, verdicts, ledger, options);
  if (hasRefunds) {
    const links = await readLinks(tx, workspaceId, told, customerOf, ledger, options);
    told.forEach((one, index) => {
      if (one.kind === 'refund' && !early[index]) verdicts[index] = takeRefund(ledger, refunds, one, customerOf.get(one) ?? 0n, links, ledgerDepsOf(deps, options));
    });
  }
  await together([written(), writeRest(deps, tx, workspaceId, ledger, options)]);
  return { verdicts: verdicts.map((verdict) => verdict ?? { kind: 'unchanged' }), figures: ledger.figures };
}

function contradictionsOf(stored: readonly StoredOrder[], refunds: ReadonlyMap<string, StoredRefund>, told: readonly Told[]): (Verdict | undefined)[] {
  const orders = new Map(stored.map((order) => [order.orderNumber, order]));
  return told.map((one) => {
    const known = one.kind === 'order' ? orders.get(one.orderNumber) : undefined;
    const field = one.kind === 'order' ? known && contradiction(known, one) : refundContradiction(refunds.get(one.document), one);
    return field ? { kind: 'conflict', field } : undefined;
  });
}

function refundContradiction(known: StoredRefund | undefined, told: RefundTold) {
  if (!known) return undefined;
  if (known.amountMinor !== told.amountMinor) return 'amount' as const;
  return known.refundedAtMs === told.refundedAtMs ? undefined : ('time' as const);
}

/**
 * Sends the new orders on their way. The answer ends when they are written: while PostgreSQL is busy with them, what is told of them
 * can be put together.
 */
async function writeOrders(tx: Transaction, workspaceId: bigint, { ledger, rows }: Pick<WorkedOut, 'ledger' | 'rows'>, { source, importId, turn }: RecordOptions): Promise<() => Promise<void>> {
  const { newOrders } = ledger;
  await turn?.();
  if (newOrders.length === 0) return () => Promise.resolve();
  const key = { workspaceId, source, importId: importId ?? null };
  const write = async () => {
    if (!(await insertOrders(tx, key, rows, false))) {
      creditWaiting(ledger, await linkWaitingRefunds(tx, workspaceId, source, newOrders.map(({ order }) => order)));
      await insertOrders(tx, key, orderRows(newOrders), true);
    }
    // From here on they are stored: a refund in the same batch changes them like any other.
    for (const { order } of newOrders) order.fresh = false;
  };
  return sent(write(), newOrders.length);
}

/** Less than all was told of orders that were given back: `lessBack` stays with those whose state alone said so. An amount that was written is a later one. */
async function keepByState(tx: Transaction, workspaceId: bigint, told: readonly Told[], verdicts: (Verdict | undefined)[], ledger: Ledger, { source }: RecordOptions): Promise<void> {
  const less = told.flatMap((one, index) => {
    const verdict = verdicts[index];
    return one.kind === 'order' && verdict?.kind === 'unchanged' && verdict.lessBack ? [{ document: stateDocument(one.orderNumber), index }] : [];
  });
  if (less.length === 0) return;
  const stored = await findRefunds(tx, workspaceId, source, [...new Set(less.map(({ document }) => document))]);
  const added = new Set(ledger.newRefunds.map(({ document }) => document));
  for (const { document, index } of less) if (!stored.has(document) && !added.has(document)) verdicts[index] = { kind: 'unchanged' };
}

type Links = { bought: ReturnType<typeof indexBought> };

/** For refunds that name no order: what their customers bought, and the orders behind it. */
async function readLinks(tx: Transaction, workspaceId: bigint, told: readonly Told[], customerOf: ReadonlyMap<Told, bigint>, ledger: Ledger, { source }: RecordOptions): Promise<Links> {
  const wanted = told.flatMap((one) => {
    const customerId = customerOf.get(one);
    return one.kind === 'refund' && one.orderNumber === undefined && customerId !== undefined ? (one.lines ?? []).map(({ product }) => ({ customerId, product })) : [];
  });
  if (wanted.length === 0) return { bought: new Map() };
  const bought = await findBought(tx, workspaceId, source, wanted);
  const missing = [...new Set(bought.map(({ orderNumber }) => orderNumber))].filter((number) => !ledger.orders.has(number));
  for (const order of await findOrders(tx, workspaceId, source, missing)) ledger.orders.set(order.orderNumber, { ...order, fresh: false });
  return { bought: indexBought(bought) };
}

function takeRefund(ledger: Ledger, refunds: Map<string, StoredRefund>, told: RefundTold, customerId: bigint, { bought }: Links, deps: LedgerDeps): Verdict {
  const known = refunds.get(told.document);
  if (known) {
    const field = known.customerId === customerId ? refundContradiction(known, told) : 'customer';
    return field ? { kind: 'conflict', field } : { kind: 'unchanged' };
  }
  const named = told.orderNumber === undefined ? undefined : ledger.orders.get(told.orderNumber);
  if (named && named.customerId !== customerId) return { kind: 'conflict', field: 'customer' };
  refunds.set(told.document, { document: told.document, customerId, amountMinor: told.amountMinor, refundedAtMs: told.refundedAtMs });
  const common = { document: told.document, customerId, refundedAtMs: told.refundedAtMs };
  if (told.orderNumber !== undefined || !told.lines) {
    const added = addDocument(ledger, named, { ...common, part: 0, orderNumber: told.orderNumber ?? null, amountMinor: told.amountMinor, items: told.items, lines: told.lines }, true, deps);
    if (added > 0n || told.amountMinor === 0n) ledger.figures.refunds += 1;
    return { kind: 'imported', customerId };
  }
  ledger.figures.refunds += 1;
  linkRefund(told, customerId, bought).forEach(({ orderNumber, lines }, part) => {
    const amountMinor = BigInt(lines.reduce((sum, line) => sum + line.amountMinor, 0));
    const items = Math.round(lines.reduce((sum, line) => sum + line.quantity, 0));
    addDocument(ledger, orderNumber === null ? undefined : ledger.orders.get(orderNumber), { ...common, part, orderNumber, amountMinor, items, lines }, false, deps);
  });
  return { kind: 'imported', customerId };
}

async function writeRest(deps: OrdersDeps, tx: Transaction, workspaceId: bigint, ledger: Ledger, { source, importId }: RecordOptions): Promise<void> {
  const changed = [...ledger.orders.values()].filter(({ before }) => before !== undefined);
  if (changed.length > 0 && (await updateOrders(tx, workspaceId, importId ?? null, changed)) !== changed.length) throw OrdersContested();
  if (ledger.newRefunds.length > 0 && (await insertRefunds(tx, workspaceId, source, importId ?? null, ledger.newRefunds)) !== ledger.newRefunds.length) throw OrdersContested();
  await deps.log.append(tx, workspaceId, ledger.events);
}

