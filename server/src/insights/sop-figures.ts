import type { SopFigures } from '@homefield/contract';
import { ofScopeAnalytics } from '../customers/index.ts';
import type { Analytics } from '../engines/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';

/** The SOP that an event is about: a message's own id is its subject. */
const sopOf = "if(name = 'message.sent', ifNull(properties.sopId.:String, ''), subject)";

/**
 * Of some SOPs how many runs began, held-out ones included, and how many messages went out, among the customers whom the viewer sees. From the
 * log, where the events of a name lie together: one question for a page of the list, whatever else the brand has.
 */
export async function readSopFigures({ analytics, clock }: { analytics: Analytics; clock: Clock }, { workspaceId, dataScope }: Viewer, ids: readonly string[]): Promise<SopFigures> {
  const seen = ofScopeAnalytics(dataScope);
  const rows = await analytics.query<{ sop: string; entered: string; sent: string }>({
    workspaceId, params: { ...seen.params, sops: ids },
    text: `select ${sopOf} as sop, countIf(name != 'message.sent') as entered, countIf(name = 'message.sent') as sent from event
      where workspace_id = {workspace:UInt64} and name in ('sop.enrolled', 'sop.held_out', 'message.sent') and sop in {sops:Array(String)} and ${seen.text}
      group by sop`,
  });
  const of = (id: string) => rows.find(({ sop }) => sop === id);
  return { asOfMs: clock.now(), data: ids.map((id) => ({ id, entered: Number(of(id)?.entered ?? 0), sent: Number(of(id)?.sent ?? 0) })) };
}
