import type { SopDefinition } from '@homefield/contract';
import type { Log, NewEvent, Transaction } from '../engines/index.ts';
import { dayMs, formatId, stickyFraction } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import { firstSides, insertRuns } from './enrollment-store.ts';
import type { Entrant } from './enrollment-store.ts';
import { beginRun } from './sop.ts';

/** The published version that customers enter. */
export type LiveVersion = { workspaceId: bigint; sopId: bigint; version: number; definition: SopDefinition };

/**
 * Held out by a sticky hash, at the first entry: whoever enters again stays on that side, whatever the share has become. A customer who
 * was held out and is written to later would count as held out with what the messages sold.
 */
export function isHeldOut(sopId: bigint, customerId: bigint, share: number): boolean {
  return stickyFraction(sopId, 'hold-out', customerId) < share;
}

/** Lets customers enter, with the events that tell it, in the caller's transaction. Who is in already is passed over. Answers how many entered. */
export async function enroll(deps: { log: Log; clock: Clock; ids: Ids }, tx: Transaction, live: LiveVersion, customerIds: readonly bigint[]): Promise<number> {
  const nowMs = deps.clock.now();
  const { definition, workspaceId, sopId, version } = live;
  const goalUntilMs = nowMs + definition.goal.withinDays * dayMs;
  const sides = await firstSides(tx, workspaceId, sopId, customerIds);
  const entrants = [...new Set(customerIds)].map((customerId): Entrant => {
    const heldOut = sides.get(customerId) ?? isHeldOut(sopId, customerId, definition.holdOut);
    return { enrollmentId: deps.ids.next('enrollment'), customerId, heldOut, state: beginRun(definition, { nowMs, goalUntilMs, heldOut }) };
  });
  if (entrants.length === 0) return 0;
  const fresh = await insertRuns(tx, workspaceId, { sopId, version, nowMs, goalUntilMs, again: definition.entry.again }, entrants);
  const events = entrants.filter(({ enrollmentId }) => fresh.has(enrollmentId)).map(({ enrollmentId, customerId, heldOut }): NewEvent => ({
    name: heldOut ? 'sop.held_out' : 'sop.enrolled', customerId, occurredAtMs: nowMs, source: 'sops', subject: formatId('sop', sopId),
    properties: { enrollmentId: formatId('enrollment', enrollmentId), version },
  }));
  await deps.log.append(tx, workspaceId, events);
  return events.length;
}
