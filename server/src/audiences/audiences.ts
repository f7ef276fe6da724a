import type { AudienceFilter, Rule, RuleCatalog } from '@homefield/contract';
import { needSeen } from '../customers/index.ts';
import { jobsSince, jobStanding, untilTold } from '../engines/index.ts';
import type { Analytics, Database, Log, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, formatId, wholeBrand, type Clock, type Ids, type Viewer } from '../kernel/index.ts';
import type { Audit } from '../organization/index.ts';
import { audiencesMax, type Audience, type RefreshResult, type Verdicts } from './audience.ts';
import { countAudiences, entrantPage, findArchived, findAudience, memberPage, reachesLive, usersOf, type AudienceRow } from './audience-reader.ts';
import { countFound, findAudiences, type AudienceQuery } from './audience-list.ts';
import { archiveAudience, deriveLive, insertAudience, nameIsTaken, restoreAudience, storeCount, updateAudience } from './audience-store.ts';
import { createCatalogs, type Catalogs } from './catalogs.ts';
import { ruleCatalogOf } from './catalog-screen.ts';
import { AudienceChanged, AudienceInUse, AudienceLive, AudienceNameTaken, AudiencesTooMany, AudienceUnknown, AudienceWaitsForOrders } from './problems.ts';
import { createQuestions, type Prepared, type Preview, type Questions } from './questions.ts';
import { createSizes, hasMembers, type Sizes } from './sizes.ts';
import { refreshAudience, type RefreshOptions } from './refresh.ts';
import { shownAudience } from './shown.ts';

export type AudiencesDeps = {
  db: Database; analytics: Analytics; log: Pick<Log, 'append' | 'end' | 'placeOf'>; clock: Clock; ids: Ids;
  /** Kinds of jobs that tell history in portions (imports of orders). */
  importKinds?: readonly string[];
  /** Names of what uses an audience in rooms above (SOPs), asked before it is archived. */
  othersUsing?(tx: Transaction, workspaceId: bigint, audienceIdText: string): Promise<string[]>;
  audit?: Audit;
};

export type Audiences = {
  /** All that a filter finds, or a page of it, with the number of members whom the viewer sees; null where that was not counted (see `get`). */
  list(viewer: Viewer, query?: AudienceQuery): Promise<Audience[]>;
  /** How many a filter finds. */
  count(viewer: Viewer, filter: AudienceFilter): Promise<number>;
  /** One, with the number of members whom the viewer sees, counted now unless it is known. */
  get(viewer: Viewer, audienceId: bigint): Promise<Audience>;
  /** Refuses (422) a wrong rule with its places, and (409) a name that is taken. Counts it once. */
  create(workspaceId: bigint, audience: { name: string; rule: unknown }, by?: Actor): Promise<Audience>;
  /** Changes name and rule. `version` is the one that was read; refuses (409) when somebody else was faster. */
  change(by: Viewer & { actor?: Actor }, audienceId: bigint, change: { name: string; rule: unknown; version: number }): Promise<Audience>;
  /** Refuses (409) while another audience mentions it or an SOP uses it. */
  archive(workspaceId: bigint, audienceId: bigint, by?: Actor): Promise<void>;
  /** Takes an archived one back with its name and rule. Refuses (409) when the name is taken by now. */
  restore(workspaceId: bigint, audienceId: bigint, by?: Actor): Promise<void>;
  /** Count, base, reach and a sample, among the customers whom the viewer sees, of a rule that need not be stored. */
  preview(viewer: Viewer, rule: unknown, asOfMs?: number): Promise<Preview>;
  /** What a rule may name, for the editor; values are those of customers whom the viewer sees. */
  catalog(viewer: Viewer): Promise<RuleCatalog>;
  /** Ids of those whom the viewer sees, in ascending order after `afterId`: of a live audience the kept members, else the answer of this moment. */
  members(viewer: Viewer, audienceId: bigint, page: { afterId?: bigint; limit: number }): Promise<bigint[]>;
  /** Kept members of a live audience and when they entered, by id; with `enteredAfterMs` only who entered later. */
  entrants(workspaceId: bigint, audienceId: bigint, page: { afterId: bigint; enteredAfterMs: number | null; limit: number }): Promise<{ customerId: bigint; enteredAtMs: number }[]>;
  /** Why this customer is in or not, condition by condition, at this moment. Refuses (404) one outside of what the viewer sees. */
  explain(viewer: Viewer, audienceIdOrRule: bigint | Rule, customerId: bigint): Promise<Verdicts>;
  /** For SOPs and exports: all customers of an audience as of an instant, in pages of ascending ids. */
  evaluate(workspaceId: bigint, audienceId: bigint, options: { asOfMs: number }): AsyncIterable<bigint[]>;
  /** Who of at most 10,000 customers matches, in one question. */
  matches(workspaceId: bigint, audienceIdOrRule: bigint | Rule, customerIds: readonly bigint[], asOfMs: number): Promise<Set<bigint>>;
  /**
   * Keeps the members current while somebody uses the audience, in the transaction in which that changes: `inUse` answers which of them
   * are used now. Members stay as they are until the next refresh.
   */
  deriveLive(tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[], inUse: () => Promise<ReadonlySet<bigint>>): Promise<void>;
  /** Brings the members up to date and tells who entered and left, by what ClickHouse knows: the worker waits for the projector before. */
  refresh(workspaceId: bigint, audienceId: bigint, options?: RefreshOptions): Promise<RefreshResult>;
  /** The same for a person who waits: refuses (409) while orders are being imported, or when the projector stays behind for 10 s. */
  refreshNow(workspaceId: bigint, audienceId: bigint): Promise<RefreshResult>;
};

type Room = AudiencesDeps & { catalogs: Catalogs; questions: Questions; sizes: Sizes; row(workspaceId: bigint, audienceId: bigint): Promise<AudienceRow> };

export function createAudiences(deps: AudiencesDeps): Audiences {
  const catalogs = createCatalogs(deps);
  const questions = createQuestions({ analytics: deps.analytics, catalogs });
  const row = async (workspaceId: bigint, audienceId: bigint): Promise<AudienceRow> => {
    const found = await deps.db.inWorkspace(workspaceId, (tx) => findAudience(tx, workspaceId, audienceId));
    if (!found) throw AudienceUnknown();
    return found;
  };
  const room: Room = { ...deps, catalogs, questions, row, sizes: createSizes({ ...deps, questions }) };
  return { ...createKeeping(room), ...createAsking(room) };
}

/** The verbs that keep audiences. */
function createKeeping(room: Room): Pick<Audiences, 'list' | 'count' | 'get' | 'create' | 'change' | 'archive' | 'restore' | 'deriveLive' | 'refresh' | 'refreshNow'> {
  const { db, clock, ids, catalogs, questions, row, sizes, audit } = room;
  const get = async (viewer: Viewer, audienceId: bigint) => {
    const { workspaceId } = viewer;
    const found = await sizes.one(viewer, await row(workspaceId, audienceId));
    return shownAudience(found, await catalogs.forSentences(workspaceId, clock.now()));
  };
  /** A list wants sizes, and a rule that is asked every day should be known to be askable. */
  const countNow = async (workspaceId: bigint, audienceId: bigint, version: number, prepared: Prepared) => {
    const size = await questions.count(workspaceId, prepared);
    await db.inWorkspace(workspaceId, (tx) => storeCount(tx, workspaceId, audienceId, { version, size, atMs: prepared.atMs }));
  };
  return {
    get,
    list: (viewer, query = {}) => findAudiences(room, viewer, query),
    count: (viewer, filter) => countFound(room, viewer, filter),
    async create(workspaceId, { name, rule }, actor) {
      const prepared = await questions.prepare(workspaceId, rule, clock.now());
      const id = ids.next('audience');
      await db.inWorkspace(workspaceId, async (tx) => {
        if (await countAudiences(tx, workspaceId) >= audiencesMax) throw AudiencesTooMany({ max: audiencesMax });
        if (!await insertAudience(tx, workspaceId, { id, name, rule: rule as Rule, nowMs: clock.now() })) throw AudienceNameTaken({ name });
        await audit?.(tx, workspaceId, { actor: actor ?? null, action: 'audience.created', object: { kind: 'audience', id: formatId('audience', id) }, detail: { name } });
      });
      await countNow(workspaceId, id, 1, prepared);
      return get(wholeBrand(workspaceId), id);
    },
    async change(by, audienceId, change) {
      const { workspaceId } = by;
      const prepared = await questions.prepare(workspaceId, change.rule, clock.now(), audienceId);
      await db.inWorkspace(workspaceId, async (tx) => {
        const before = await findAudience(tx, workspaceId, audienceId);
        if (!before) throw AudienceUnknown();
        if (by.dataScope.kind !== 'brand' && await reachesLive(tx, workspaceId, audienceId)) throw AudienceLive();
        if (await nameIsTaken(tx, workspaceId, change.name, audienceId)) throw AudienceNameTaken({ name: change.name });
        if (!await updateAudience(tx, workspaceId, audienceId, { ...change, rule: change.rule as Rule })) throw AudienceChanged();
        const fields = Object.keys(changesOf<{ name: string; rule: unknown }>(before, change, ['name', 'rule']) ?? {});
        const told = { name: change.name, fields, ...(before.name === change.name ? {} : { nameBefore: before.name }) };
        if (fields.length > 0) await audit?.(tx, workspaceId, { actor: by.actor ?? null, action: 'audience.changed', object: { kind: 'audience', id: formatId('audience', audienceId) }, detail: told });
      });
      await countNow(workspaceId, audienceId, change.version + 1, prepared);
      return get(by, audienceId);
    },
    archive: (workspaceId, audienceId, by) => archive(room, workspaceId, audienceId, by),
    restore: (workspaceId, audienceId, by) => restore(room, workspaceId, audienceId, by),
    deriveLive,
    refresh: (workspaceId, audienceId, options) => refreshAudience(room, workspaceId, audienceId, options),
    refreshNow: (workspaceId, audienceId) => refreshNow(room, workspaceId, audienceId),
  };
}

function archive({ db, clock, othersUsing, audit }: Room, workspaceId: bigint, audienceId: bigint, by: Actor | undefined): Promise<void> {
  return db.inWorkspace(workspaceId, async (tx) => {
    const shownId = formatId('audience', audienceId);
    const users = [...await usersOf(tx, workspaceId, shownId), ...await othersUsing?.(tx, workspaceId, shownId) ?? []];
    if (users.length > 0) throw AudienceInUse({ users: users.join('、') });
    const name = await archiveAudience(tx, workspaceId, audienceId, clock.now());
    if (name === undefined) throw AudienceUnknown();
    await audit?.(tx, workspaceId, { actor: by ?? null, action: 'audience.archived', object: { kind: 'audience', id: shownId }, detail: { name } });
  });
}

function restore({ db, audit }: Room, workspaceId: bigint, audienceId: bigint, by: Actor | undefined): Promise<void> {
  return db.inWorkspace(workspaceId, async (tx) => {
    const name = await findArchived(tx, workspaceId, audienceId);
    if (name === undefined) throw AudienceUnknown();
    if (await nameIsTaken(tx, workspaceId, name, audienceId)) throw AudienceNameTaken({ name });
    if (await countAudiences(tx, workspaceId) >= audiencesMax) throw AudiencesTooMany({ max: audiencesMax });
    await restoreAudience(tx, workspaceId, audienceId);
    await audit?.(tx, workspaceId, { actor: by ?? null, action: 'audience.restored', object: { kind: 'audience', id: formatId('audience', audienceId) }, detail: { name } });
  });
}

/** The verbs that ask and change nothing. */
function createAsking(room: Room): Pick<Audiences, 'preview' | 'catalog' | 'members' | 'entrants' | 'explain' | 'evaluate' | 'matches'> {
  const { db, clock, catalogs, questions, row } = room;
  const prepare = async (workspaceId: bigint, idOrRule: bigint | Rule, atMs: number): Promise<Prepared> =>
    questions.prepare(workspaceId, typeof idOrRule === 'bigint' ? (await row(workspaceId, idOrRule)).rule : idOrRule, atMs);
  return {
    preview: async ({ workspaceId, dataScope }, rule, asOfMs = clock.now()) => questions.preview(workspaceId, { ...await questions.prepare(workspaceId, rule, asOfMs), dataScope }),
    catalog: async (viewer) => ruleCatalogOf(viewer, await catalogs.forSentences(viewer.workspaceId, clock.now()), catalogs.data),
    async members(viewer, audienceId, { afterId = 0n, limit }) {
      const { workspaceId, dataScope } = viewer;
      const found = await row(workspaceId, audienceId);
      if (hasMembers(found)) return db.inWorkspace(workspaceId, (tx) => memberPage(tx, viewer, audienceId, afterId, limit));
      return questions.page(workspaceId, { ...await questions.prepare(workspaceId, found.rule, clock.now()), dataScope }, afterId, limit, 'interactive');
    },
    async entrants(workspaceId, audienceId, page) {
      await row(workspaceId, audienceId);
      return db.inWorkspace(workspaceId, (tx) => entrantPage(tx, workspaceId, audienceId, page));
    },
    async explain(viewer, idOrRule, customerId) {
      const { workspaceId, dataScope } = viewer;
      const prepared = await prepare(workspaceId, idOrRule, clock.now());
      // Of the whole brand, one who is not there is answered as such: in no population.
      if (dataScope.kind !== 'brand') await db.inWorkspace(workspaceId, (tx) => needSeen(tx, viewer, customerId));
      return questions.verdicts(workspaceId, prepared, customerId);
    },
    async* evaluate(workspaceId, audienceId, { asOfMs }) {
      yield* questions.pages(workspaceId, await prepare(workspaceId, audienceId, asOfMs), 'batch');
    },
    matches: async (workspaceId, idOrRule, customerIds, asOfMs) => questions.given(workspaceId, await prepare(workspaceId, idOrRule, asOfMs), customerIds),
  };
}

const tellWaitMs = 10_000;

async function refreshNow(room: Room, workspaceId: bigint, audienceId: bigint): Promise<RefreshResult> {
  const { db, log, importKinds = [] } = room;
  const { newest, open } = await db.inWorkspace(workspaceId, (tx) => jobStanding(tx, workspaceId, importKinds));
  if (open || !await untilTold(log, { waitMs: tellWaitMs })) throw AudienceWaitsForOrders();
  const isUntold = jobsSince(workspaceId, importKinds, newest);
  const result = await refreshAudience(room, workspaceId, audienceId, { unless: isUntold });
  if (result.superseded && await db.inWorkspace(workspaceId, isUntold)) throw AudienceWaitsForOrders();
  return result;
}
