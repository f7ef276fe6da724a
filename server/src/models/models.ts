import type { RfmPicture } from '@homefield/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnalyticsUnavailable } from '../engines/index.ts';
import type { Analytics, Database, Log, NewEvent, Transaction } from '../engines/index.ts';
import { ofScopeAnalytics } from '../customers/index.ts';
import { isProblem, type Clock, type Ids, type Viewer } from '../kernel/index.ts';
import { noPurchase, type ModelName, type RfmLines, type RfmSettings, type RfmSummary, type Snapshot } from './model.ts';
import { findSnapshot, findSnapshotAt, findZone, pictureOf } from './model-reader.ts';
import { changeSettings, ensureModel, insertSnapshot, moveTold, noteSeen, oldestUntold, type Untold } from './model-store.ts';
import { ModelInstantInFuture, ModelLinesInvalid, ModelWaitsForOrders } from './problems.ts';
import { newcomersQuery, snapshotQuery } from './rfm-snapshot.ts';
import { changesQuery, summaryOf, summaryQuery, type ChangeRow, type SummaryRow } from './rfm-summary.ts';

export type ModelDeps = { db: Database; analytics: Analytics; log: Pick<Log, 'append'>; clock: Clock; ids: Ids };

export type SnapshotOptions = {
  unless?: ((tx: Transaction) => Promise<boolean>) | undefined;
  /** Ends the question in ClickHouse, or the telling at its next page; the call throws the signal's reason. What is untold is told by the next call. */
  signal?: AbortSignal | undefined;
};

export type Models = {
  /**
   * Takes the snapshot of a model at an instant, and tells who changed class since the one before (`class.changed`). Asked again for the
   * same instant it answers what is there. ClickHouse knows what the projector has carried over: let it catch up first. Refuses (409)
   * when `unless` says so at the end, in the transaction that would make the snapshot count.
   */
  snapshot(workspaceId: bigint, name: ModelName, asOfMs: number, options?: SnapshotOptions): Promise<Snapshot>;
  /** The newest snapshot, or the newest at an instant. */
  latest(workspaceId: bigint, name: ModelName, atMs?: number): Promise<Snapshot | null>;
  /** The newest snapshot for the screen: the customers whom the viewer sees, between the lines of the whole brand, and how many it does not know yet. */
  picture(viewer: Viewer, name: ModelName): Promise<RfmPicture>;
  /** Notes that somebody looks at the picture: the guide of the first hour ticks itself off by it. */
  noteSeen(workspaceId: bigint, name: ModelName): Promise<void>;
  /** The zone by whose clocks a day of the workspace begins. */
  zone(workspaceId: bigint): Promise<string>;
  /** Sets where high begins, from the next snapshot on. */
  setLines(workspaceId: bigint, name: ModelName, lines: RfmLines): Promise<void>;
  /** Takes back every snapshot of the model: the customers whom they counted are gone. */
  forgetSnapshots(workspaceId: bigint, name: ModelName): Promise<void>;
  /** Goes on telling changes that a killed process left untold. `snapshot` does so by itself. Answers how many were told. */
  tell(workspaceId: bigint, name: ModelName): Promise<number>;
};

/** Customers per transaction: longer ones hold every reader of the log back. */
const tellBatchMax = 5_000;
/** Changes per question: a page costs about the same whether it is short or long, and 50,000 rows are 4 MB. */
const changePageMax = 50_000;

export function createModels(deps: ModelDeps): Models {
  const { db, clock, ids } = deps;
  const model = (workspaceId: bigint, name: ModelName) => db.inWorkspace(workspaceId, (tx) => ensureModel(tx, workspaceId, name, ids, clock.now()));
  const tellAll = async (workspaceId: bigint, modelId: bigint, name: ModelName, signal?: AbortSignal) => {
    let told = 0;
    for (;;) {
      signal?.throwIfAborted();
      const untold = await db.inWorkspace(workspaceId, (tx) => oldestUntold(tx, workspaceId, modelId));
      if (!untold) return told;
      told += await tellPage(deps, workspaceId, name, untold);
    }
  };
  return {
    async snapshot(workspaceId, name, asOfMs, { unless, signal } = {}) {
      if (asOfMs > clock.now()) throw ModelInstantInFuture();
      const { model_id: modelId, settings } = await model(workspaceId, name);
      // What an earlier snapshot left untold comes first, so that every customer's changes are told in order.
      await tellAll(workspaceId, modelId, name, signal);
      const find = () => db.inWorkspace(workspaceId, (tx) => findSnapshotAt(tx, workspaceId, modelId, asOfMs));
      const known = await find();
      if (!known) {
        await take(deps, workspaceId, { modelId, settings, asOfMs, unless, signal });
        await tellAll(workspaceId, modelId, name, signal);
      }
      const snapshot = known ?? await find();
      if (!snapshot) throw new Error('A snapshot that was just taken is not there.');
      return snapshot;
    },
    latest: (workspaceId, name, atMs) => db.inWorkspace(workspaceId, (tx) => findSnapshot(tx, workspaceId, name, atMs)),
    async picture(viewer, name) {
      const snapshot = await db.inWorkspace(viewer.workspaceId, (tx) => findSnapshot(tx, viewer.workspaceId, name));
      if (!snapshot) return { snapshot: null };
      const [seen, newcomers] = await Promise.all([seenBy(deps, viewer, snapshot), countNewcomers(deps, viewer, snapshot)]);
      return pictureOf(seen, newcomers);
    },
    noteSeen: (workspaceId, name) => db.inWorkspace(workspaceId, (tx) => noteSeen(tx, workspaceId, name, clock.now())),
    zone: (workspaceId) => db.inWorkspace(workspaceId, (tx) => findZone(tx, workspaceId)),
    async setLines(workspaceId, name, lines) {
      const numbers = lines.by === 'fixed' ? [lines.recencyDays, lines.frequency, lines.amountMinor] : [];
      if (!numbers.every((value) => Number.isSafeInteger(value) && value >= 0)) throw ModelLinesInvalid();
      const { model_id: modelId, settings } = await model(workspaceId, name);
      await db.inWorkspace(workspaceId, (tx) => changeSettings(tx, workspaceId, modelId, { ...settings, lines }));
    },
    async forgetSnapshots(workspaceId, name) {
      const { model_id: modelId } = await model(workspaceId, name);
      await db.inWorkspace(workspaceId, (tx) => tx.query('delete from model_snapshot where workspace_id = $1 and model_id = $2', [workspaceId, modelId]));
    },
    tell: async (workspaceId, name) => tellAll(workspaceId, (await model(workspaceId, name)).model_id, name),
  };
}

/** The snapshot with the figures of those whom the viewer sees. A class says how a customer stands in the brand, so the lines stay. */
async function seenBy({ analytics }: ModelDeps, { workspaceId, dataScope }: Viewer, snapshot: Snapshot): Promise<Snapshot> {
  if (dataScope.kind === 'brand') return snapshot;
  const seen = ofScopeAnalytics(dataScope);
  const rows = await analytics.query<SummaryRow>({ workspaceId, text: summaryQuery(seen.text), params: { ...seen.params, snapshot: snapshot.snapshotId } });
  return { ...snapshot, summary: { ...summaryOf(rows, snapshot.settings.lines), lines: snapshot.summary.lines } };
}

/** Without them the page would say "5 buyers" beside a list of 50 who bought, and not why. */
async function countNewcomers({ analytics, clock }: ModelDeps, { workspaceId, dataScope }: Viewer, { snapshotId }: Snapshot): Promise<number> {
  const seen = ofScopeAnalytics(dataScope);
  const { text, params } = newcomersQuery(snapshotId, clock.now(), seen.text);
  const [row] = await analytics.query<{ newcomers: string }>({ workspaceId, text, params: { ...params, ...seen.params } });
  return Number(row?.newcomers ?? 0);
}

type Taking = SnapshotOptions & { modelId: bigint; settings: RfmSettings; asOfMs: number };

/** ClickHouse may just be starting again. */
const attemptsMax = 3;
const pauseMs = 1_000;

/**
 * Every attempt writes under an id of its own, and the row in PostgreSQL says whose rows count: a process that is killed half-way, or
 * two that work at once, cannot mix their rows. An insert that was acknowledged is whole; one that was not is never repeated.
 */
async function take(deps: ModelDeps, workspaceId: bigint, taking: Taking): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const snapshotId = deps.ids.next('model');
    try {
      const summary = await write(deps, workspaceId, taking, snapshotId);
      await deps.db.inWorkspace(workspaceId, async (tx) => {
        if (await taking.unless?.(tx)) throw ModelWaitsForOrders();
        await insertSnapshot(tx, workspaceId, { ...taking, snapshotId, takenAtMs: deps.clock.now(), summary });
      });
      return;
    } catch (error) {
      if (!(isProblem(error) && error.code === AnalyticsUnavailable.code) || attempt >= attemptsMax) throw error;
      await sleep(pauseMs);
    }
  }
}

async function write({ analytics }: ModelDeps, workspaceId: bigint, { settings, asOfMs, signal }: Taking, snapshotId: bigint): Promise<RfmSummary> {
  await analytics.write({ workspaceId, ...snapshotQuery(settings.lines, asOfMs, snapshotId), lane: 'batch', signal });
  const rows = await analytics.query<SummaryRow>({ workspaceId, text: summaryQuery(), params: { snapshot: snapshotId }, lane: 'batch', signal });
  return summaryOf(rows, settings.lines);
}

/** Tells one page of changes. The mark moves in the transaction of the events, so each is told once. */
async function tellPage({ db, analytics, log }: ModelDeps, workspaceId: bigint, name: ModelName, start: Untold): Promise<number> {
  const rows = await analytics.query<ChangeRow>({
    workspaceId, text: changesQuery, lane: 'batch',
    params: { snapshot: start.snapshot_id, previous: start.previous_snapshot_id, after: start.told_to, limit: changePageMax },
  });
  let untold = start;
  for (let from = 0; from < rows.length; from += tellBatchMax) {
    const batch = rows.slice(from, from + tellBatchMax);
    const to = BigInt(batch.at(-1)?.customer_id ?? 0);
    const isMine = await db.inWorkspace(workspaceId, async (tx) => {
      if (!await moveTold(tx, workspaceId, untold, to)) return false;
      await log.append(tx, workspaceId, batch.map((row) => changeEvent(row, name, untold)));
      return true;
    });
    if (!isMine) return from;
    untold = { ...untold, told_to: to };
  }
  if (rows.length < changePageMax) await db.inWorkspace(workspaceId, (tx) => moveTold(tx, workspaceId, untold, null));
  return rows.length;
}

function changeEvent(row: ChangeRow, name: ModelName, { snapshot_id: snapshotId, as_of: asOfMs }: Untold): NewEvent {
  return {
    customerId: BigInt(row.customer_id), name: 'class.changed', occurredAtMs: asOfMs, source: 'model', key: `class:${snapshotId}:${row.customer_id}`,
    subject: name, properties: { from: row.class_before || noPurchase, to: row.class_after || noPurchase, snapshotId: String(snapshotId) },
  };
}
