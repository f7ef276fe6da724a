import { createPatience, jobsSince } from '../engines/index.ts';
import type { Database, Log, Worker } from '../engines/index.ts';
import { formatId, isProblem, type Clock, type Sentence } from '../kernel/index.ts';
import { refreshEveryMs } from './audience.ts';
import { listDue, type DueAudience } from './audience-reader.ts';
import { failRefresh } from './audience-store.ts';
import type { Audiences } from './audiences.ts';

export type AudienceWorkerDeps = {
  db: Database; clock: Clock; log: Pick<Log, 'end' | 'placeOf'>; audiences: Audiences;
  /** Kinds of jobs that tell history in portions (imports of orders): while one is open, nobody enters or leaves in its workspace. */
  importKinds?: readonly string[];
};

const idlePollMs = 5_000;
/** Behind a projector that works, an audience waits for a second at most. */
const waitingPollMs = 250;

/**
 * Keeps live audiences current: one refresh a step, the one that has waited longest first. Judged is only what was told to the end: the
 * projector has to have passed the place where the log ended when the refresh became due, and no orders may be half imported.
 */
export function audienceWorkers({ db, clock, log, audiences, importKinds = [] }: AudienceWorkerDeps): Worker[] {
  const patience = createPatience(log);
  let waiting = false;
  return [{
    name: 'audiences',
    get pollMs() { return waiting ? waitingPollMs : idlePollMs; },
    async step() {
      const due = await db.asEngine((tx) => listDue(tx, clock.now() - refreshEveryMs, importKinds));
      const ready = await patience.ready(due.map((each) => ({ key: keyOf(each), stamp: String(each.imported) })));
      const next = due.find((each) => ready.has(keyOf(each)));
      waiting = due.length > 0;
      if (!next) return 'idle';
      await refresh({ db, clock, audiences, importKinds }, next);
      return 'more';
    },
  }];
}

function keyOf({ workspace_id: workspaceId, audience_id: audienceId }: DueAudience): string {
  return `${workspaceId} ${formatId('audience', audienceId)}`;
}

type RefreshDeps = Required<Pick<AudienceWorkerDeps, 'db' | 'clock' | 'audiences' | 'importKinds'>>;

async function refresh({ db, clock, audiences, importKinds }: RefreshDeps, { workspace_id: workspaceId, audience_id: audienceId, imported }: DueAudience): Promise<void> {
  try {
    await audiences.refresh(workspaceId, audienceId, { unless: jobsSince(workspaceId, importKinds, imported) });
  } catch (error) {
    // A rule that can no longer be asked must not keep the others from their turn; anything else is the runner's to report.
    await db.inWorkspace(workspaceId, (tx) => failRefresh(tx, workspaceId, audienceId, { atMs: clock.now(), reason: reasonOf(error) }));
    if (!isProblem(error)) throw error;
  }
}

/** A refusal in its own words, with the places of the rule that are wrong now. */
function reasonOf(error: unknown): Sentence {
  if (!isProblem(error)) return { zh: '服务内部出错，稍后会自动重试；若持续出现，请查看服务日志。', en: 'Something went wrong on our side. It is tried again by itself; if this stays, look into the log of the server.' };
  const places = error.places.slice(0, 3);
  return { zh: [error.sentence.zh, ...places.map(({ sentence }) => sentence.zh)].join(''), en: [error.sentence.en, ...places.map(({ sentence }) => sentence.en)].join(' ') };
}
