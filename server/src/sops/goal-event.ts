import type { NewEvent } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Reached } from './goal-store.ts';

/** The events that tell who reached their goal. */
export function goalEvents(reached: readonly Reached[]): NewEvent[] {
  return reached.map((run): NewEvent => ({
    name: 'sop.goal_reached', customerId: run.customerId, occurredAtMs: run.paidAtMs, source: 'sops', subject: formatId('sop', run.sopId), amountMinor: run.amountMinor,
    properties: { enrollmentId: formatId('enrollment', run.enrollmentId), heldOut: run.heldOut, orderNumber: run.orderNumber },
  }));
}
