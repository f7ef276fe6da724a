import type { SopDefinition, SopFilter } from '@homefield/contract';
import type { Audiences } from '../audiences/index.ts';
import type { Database, Log, Transaction, Worker } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import type { Clock, Ids, ProblemPlace, Randomness, Viewer } from '../kernel/index.ts';
import type { Messages } from '../messages/index.ts';
import type { Audit } from '../organization/index.ts';
import { listEnrollments } from './enrollment-reader.ts';
import type { EnrollmentRow } from './enrollment-reader.ts';
import { SopChanged, SopInvalid, SopNotFound, stateRefused } from './problems.ts';
import { changesOf, definitionChanges } from './sop-changes.ts';
import { examine, reachOfAudience } from './publishing.ts';
import type { SopReach } from './publishing.ts';
import { countSops, listSops } from './sop-list.ts';
import type { ListedSop, SopQuery } from './sop-list.ts';
import { audiencesInUse, changeDraft, findSop, insertSop, publishDraft, publishedAudience, setState } from './sop-store.ts';
import type { Sop, SopState } from './sop-store.ts';
import { createSopWorkers } from './worker.ts';

/** What SOPs need of audiences. */
export type SopAudiences = Pick<Audiences, 'get' | 'deriveLive' | 'refreshNow' | 'entrants' | 'preview' | 'matches'>;

export type SopDeps = {
  db: Database;
  log: Log;
  clock: Clock;
  ids: Ids;
  randomness: Randomness;
  audiences: SopAudiences;
  messages: Messages;
  audit?: Audit;
  /** For crash tests. */
  stage?: (name: 'claimed' | 'asked' | 'writing') => Promise<void> | void;
};

/** A draft as it was looked at. */
export type SeenSop = { sopId: bigint; revision: number; enterPresent?: boolean };

export type Sops = {
  create(workspaceId: bigint, sop: { name: string; definition: SopDefinition }, by?: Actor): Promise<Sop>;
  /** A new draft with the draft of another one, whatever state that is in. */
  copy(workspaceId: bigint, from: { sopId: bigint; name: string }, by?: Actor): Promise<Sop>;
  find(workspaceId: bigint, sopId: bigint): Promise<Sop>;
  /** A page of those that a filter finds, sorted. */
  list(workspaceId: bigint, query: SopQuery): Promise<ListedSop[]>;
  /** How many a filter finds. */
  count(workspaceId: bigint, filter: SopFilter): Promise<number>;
  /** Changes the draft. Refuses (409) when somebody changed it since `revision`. Published versions stay as they are. */
  change(workspaceId: bigint, sop: { sopId: bigint; name: string; definition: SopDefinition; revision: number }, by?: Actor): Promise<Sop>;
  /** The draft becomes what is published again. Refuses (409) when somebody changed it since `revision`, or there is nothing published. */
  discard(workspaceId: bigint, seen: { sopId: bigint; revision: number }, by?: Actor): Promise<Sop>;
  /** What publishing this definition would refuse, each with its place. Keeps nothing. */
  check(workspaceId: bigint, definition: SopDefinition): Promise<ProblemPlace[]>;
  /** How many in the audience of the draft the channel of its first message can reach now, of those whom the viewer sees. */
  reach(viewer: Viewer, sopId: bigint): Promise<SopReach>;
  /**
   * Checks the draft and makes it the version that customers enter from now on; a paused SOP stays paused. Customers on their way keep
   * the steps and waits of their version, but what is not with staff yet takes the new words (see `publishWords`). Refuses with every
   * place that is wrong, and (409) when the draft is not the `revision` that whoever publishes looked at: nobody publishes words unseen.
   * `enterPresent`: those who are in the audience now enter too, if they never did. Default what the last publication said (at first:
   * yes), so that a mended word lets nobody in whom the first publication left out.
   */
  publish(workspaceId: bigint, seen: SeenSop, by?: Actor): Promise<Sop>;
  /** Nobody enters, no step is done and nothing is sent until it is resumed. Goals are still watched. */
  pause(workspaceId: bigint, sopId: bigint, by?: Actor): Promise<Sop>;
  /** Goes on; who came into the audience meanwhile enters now. */
  resume(workspaceId: bigint, sopId: bigint, by?: Actor): Promise<Sop>;
  /** For good: open runs end and what was not handed over is taken back. Goal windows are counted to their end. */
  end(workspaceId: bigint, sopId: bigint, by?: Actor): Promise<Sop>;
  /** Who is in it, by customer whom the viewer sees: at a step, or by what came of its message. Refuses (404) an unknown SOP. */
  enrollments(viewer: Viewer, sopId: bigint, page: Parameters<typeof listEnrollments>[3]): Promise<EnrollmentRow[]>;
  workers(): Worker[];
};

export function createSops(deps: SopDeps): Sops {
  const { db, clock } = deps;
  const workers = createSopWorkers(deps);
  return {
    create: (workspaceId, sop, by) => db.inWorkspace(workspaceId, (tx) => make(deps, tx, workspaceId, { ...sop, by })),
    copy: (workspaceId, { sopId, name }, by) => db.inWorkspace(workspaceId, async (tx) => {
      const from = await need(tx, workspaceId, sopId);
      return make(deps, tx, workspaceId, { name, definition: from.definition, by, detail: { copyOf: from.name } });
    }),
    find: (workspaceId, sopId) => db.inWorkspace(workspaceId, (tx) => need(tx, workspaceId, sopId)),
    list: (workspaceId, query) => db.inWorkspace(workspaceId, (tx) => listSops(tx, workspaceId, query)),
    count: (workspaceId, filter) => db.inWorkspace(workspaceId, (tx) => countSops(tx, workspaceId, filter)),
    change: (workspaceId, change, by) => db.inWorkspace(workspaceId, async (tx) => {
      const sop = await need(tx, workspaceId, change.sopId, 'for update');
      if (sop.state === 'ended') throw stateRefused(sop.state, 'changed');
      const changed = await changeDraft(tx, workspaceId, { ...change, nowMs: clock.now(), byId: by?.id ?? null });
      if (!changed) throw SopChanged({ revision: sop.revision });
      const fields = changesOf(sop, changed);
      if (fields.length > 0) await tellAudit(deps, tx, workspaceId, { sop: changed, done: 'changed', by, detail: { fields, revision: changed.revision } });
      return changed;
    }),
    discard: (workspaceId, seen, by) => db.inWorkspace(workspaceId, (tx) => discard(deps, tx, workspaceId, { ...seen, by })),
    check: async (workspaceId, definition) => (await examine(deps, workspaceId, definition)).places,
    reach: async (viewer, sopId) => reachOfAudience(deps, viewer, (await db.inWorkspace(viewer.workspaceId, (tx) => need(tx, viewer.workspaceId, sopId))).definition),
    publish: (workspaceId, seen, by) => publish(deps, workspaceId, { ...seen, by }),
    pause: (workspaceId, sopId, by) => move(deps, workspaceId, sopId, { from: ['live'], to: 'paused', wanted: 'paused', by }),
    resume: (workspaceId, sopId, by) => move(deps, workspaceId, sopId, { from: ['paused'], to: 'live', wanted: 'resumed', by }),
    end: (workspaceId, sopId, by) => move(deps, workspaceId, sopId, { from: ['live', 'paused'], to: 'ended', wanted: 'ended', by }),
    enrollments: (viewer, sopId, page) => db.inWorkspace(viewer.workspaceId, async (tx) => {
      await need(tx, viewer.workspaceId, sopId);
      return listEnrollments(tx, viewer, sopId, page);
    }),
    workers: () => workers,
  };
}

/** Workers of the SOPs, in the order of stepping. */
export function sopWorkers({ sops }: { sops: Sops }): Worker[] {
  return sops.workers();
}

async function need(tx: Transaction, workspaceId: bigint, sopId: bigint, lock: 'for update' | '' = ''): Promise<Sop> {
  const sop = await findSop(tx, workspaceId, sopId, lock);
  if (!sop) throw SopNotFound();
  return sop;
}

async function make(deps: SopDeps, tx: Transaction, workspaceId: bigint, { by, detail = {}, ...sop }: { name: string; definition: SopDefinition; by: Actor | undefined; detail?: Record<string, unknown> }): Promise<Sop> {
  const made = await insertSop(tx, workspaceId, { ...sop, sopId: deps.ids.next('sop'), nowMs: deps.clock.now(), byId: by?.id ?? null });
  await tellAudit(deps, tx, workspaceId, { sop: made, done: 'created', by, detail });
  return made;
}

async function discard(deps: SopDeps, tx: Transaction, workspaceId: bigint, { sopId, revision, by }: { sopId: bigint; revision: number; by: Actor | undefined }): Promise<Sop> {
  const sop = await need(tx, workspaceId, sopId, 'for update');
  if (sop.state === 'ended' || sop.published === null) throw stateRefused(sop.state, 'discarded');
  if (sop.revision !== revision) throw SopChanged({ revision: sop.revision });
  if (!sop.unpublishedChanges) return sop;
  const changed = await changeDraft(tx, workspaceId, { sopId, revision, name: sop.name, definition: sop.published, nowMs: deps.clock.now(), byId: by?.id ?? null });
  if (!changed) throw SopChanged({ revision: sop.revision });
  await tellAudit(deps, tx, workspaceId, { sop: changed, done: 'discarded', by, detail: { fields: definitionChanges(sop.definition, sop.published), version: sop.publishedVersion, revision: changed.revision } });
  return changed;
}

async function publish(deps: SopDeps, workspaceId: bigint, { sopId, revision, enterPresent, by }: SeenSop & { by: Actor | undefined }): Promise<Sop> {
  const draft = await deps.db.inWorkspace(workspaceId, (tx) => need(tx, workspaceId, sopId));
  if (draft.revision !== revision) throw SopChanged({ revision: draft.revision });
  const entering = enterPresent ?? draft.entersPresent;
  const { places, audience } = await examine(deps, workspaceId, draft.definition);
  if (places.length > 0) throw SopInvalid({}, { places });
  const audienceId = parseId('audience', draft.definition.trigger.audienceId);
  // The first refresh tells that everybody entered: where only later ones shall enter, it has to happen before the publication.
  if (!entering && !(audience?.live && audience.refreshedAtMs !== null)) await deps.audiences.refreshNow(workspaceId, audienceId);
  return deps.db.inWorkspace(workspaceId, async (tx) => {
    const sop = await need(tx, workspaceId, sopId, 'for update');
    if (sop.revision !== revision) throw SopChanged({ revision: sop.revision });
    if (sop.state === 'ended') throw stateRefused(sop.state, 'published');
    const words = sop.definition.steps.flatMap((step) => (step.kind === 'send' ? [{ stepId: step.id, text: step.text }] : []));
    await deps.messages.publishWords(tx, workspaceId, sopId, words);
    const before = await publishedAudience(tx, workspaceId, sopId);
    const published = await publishDraft(tx, workspaceId, sop, { audienceId, nowMs: deps.clock.now(), entering, txOffset: deps.log.txOffset });
    await keepLive(deps.audiences, tx, workspaceId, [...before, audienceId]);
    await tellAudit(deps, tx, workspaceId, { sop: published, done: 'published', by, detail: { version: published.publishedVersion, revision } });
    return published;
  });
}

/** An audience tells who enters while an SOP that is live or paused begins with it. */
async function keepLive(audiences: SopAudiences, tx: Transaction, workspaceId: bigint, audienceIds: readonly bigint[]): Promise<void> {
  await audiences.deriveLive(tx, workspaceId, audienceIds, () => audiencesInUse(tx, workspaceId, audienceIds));
}

type Move = { from: readonly SopState[]; to: 'live' | 'paused' | 'ended'; wanted: 'paused' | 'resumed' | 'ended'; by: Actor | undefined };

async function move(deps: SopDeps, workspaceId: bigint, sopId: bigint, { from, to, wanted, by }: Move): Promise<Sop> {
  const { db, clock, messages, audiences } = deps;
  return db.inWorkspace(workspaceId, async (tx) => {
    const sop = await need(tx, workspaceId, sopId, 'for update');
    if (!from.includes(sop.state)) throw stateRefused(sop.state, wanted);
    // Held at the end too: the runs are closed in portions, and nothing may go out until they are.
    await messages.hold(tx, workspaceId, sopId, to === 'live' ? null : to);
    const moved = await setState(tx, workspaceId, sopId, { state: to, nowMs: clock.now() });
    await keepLive(audiences, tx, workspaceId, await publishedAudience(tx, workspaceId, sopId));
    await tellAudit(deps, tx, workspaceId, { sop: moved, done: wanted, by, detail: { version: moved.publishedVersion } });
    return moved;
  });
}

type Told = { sop: Sop; done: 'created' | 'changed' | 'discarded' | 'published' | 'paused' | 'resumed' | 'ended'; by: Actor | undefined; detail: Record<string, unknown> };

/** Who wrote the words, let customers in, or held everything: what all of them feel has a name behind it. */
async function tellAudit({ audit }: SopDeps, tx: Transaction, workspaceId: bigint, { sop, done, by, detail }: Told): Promise<void> {
  await audit?.(tx, workspaceId, { actor: by ?? null, action: `sop.${done}`, object: { kind: 'sop', id: formatId('sop', sop.sopId) }, detail: { name: sop.name, ...detail } });
}
