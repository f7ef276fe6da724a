import type { Worker } from '../engines/index.ts';
import { isProblem } from '../kernel/index.ts';
import { closeStep, engineStep } from './engine.ts';
import { enroll } from './enroll.ts';
import { readStep, sopReader } from './reader.ts';
import { lockEntering, noteEntering } from './sop-store.ts';
import type { SopDeps } from './sops.ts';

/** One transaction takes in at most this many members: long ones hold every reader of the log back. */
const enterMax = 5_000;

/** The reader of the log, the entering of present members, and the engine, in the order of stepping. */
export function createSopWorkers(deps: SopDeps): Worker[] {
  let registered = false;
  const answer = (count: number) => (count > 0 ? 'more' as const : 'idle' as const);
  return [
    {
      name: 'sops.reader', pollMs: 1_000,
      async step() {
        if (!registered) await deps.log.register(sopReader);
        registered = true;
        return answer(await readStep(deps));
      },
      wake: (wake) => deps.log.onAppended(wake),
    },
    { name: 'sops.entering', pollMs: 1_000, step: async () => answer(await enterStep(deps)) },
    {
      // Timers are at most a second late; a message that ends wakes its run through the reader.
      name: 'sops.engine', pollMs: 500,
      step: async () => answer(await engineStep(deps) + await closeStep(deps)),
      wake: (wake) => deps.log.onAppended(wake),
    },
  ];
}

/** Lets a batch of members enter: the present ones after a publication, those who came meanwhile after a pause. Killed at any moment, it goes on where it stood. Answers how many it looked at. */
async function enterStep({ db, log, clock, ids, audiences }: SopDeps): Promise<number> {
  return db.asEngine(async (tx) => {
    const entering = await lockEntering(tx);
    if (!entering) return 0;
    const { workspaceId, audienceId, after, fromMs, pausedMs } = entering;
    const members = await audiences.entrants(workspaceId, audienceId, { afterId: after, enteredAfterMs: fromMs, limit: enterMax }).catch((error: unknown) => {
      // An audience that was archived meanwhile has nobody, and must not keep other SOPs from their turn.
      if (isProblem(error) && error.status === 404) return [];
      throw error;
    });
    // To be in the audience still is no new entry, except for those who came in during a pause: nobody has seen their entry.
    const came = (during: boolean) => members.flatMap(({ customerId, enteredAtMs }) => ((pausedMs !== null && enteredAtMs >= pausedMs) === during ? [customerId] : []));
    const firstOnly = { ...entering, definition: { ...entering.definition, entry: { again: 'never' as const } } };
    await enroll({ log, clock, ids }, tx, firstOnly, came(false));
    await enroll({ log, clock, ids }, tx, entering, came(true));
    await noteEntering(tx, entering, members.length === enterMax ? members.at(-1)?.customerId ?? null : null);
    return members.length + 1;
  });
}
