import { dayMs, hourMs } from '../../kernel/index.ts';
import type { Brand, SliceWorld } from '../../sops/testing.ts';

const create = 'externalcontact/add_msg_template';

/** What tests of the broadcasts do over and over, by hand: plan and judge messages, step the channel's worker, let staff confirm. */
export function createKit(slice: () => SliceWorld) {
  let made = 0;
  let callsBefore = 0;
  const calls = () => slice().sandbox.calls.get(`${create} 0`) ?? 0;
  const judgeAll = async (): Promise<void> => { const [judge] = slice().messages.workers(); while (await judge?.step() === 'more'); };
  const carry = async (): Promise<void> => { const [worker] = slice().channels.workers(); while (await worker?.step() === 'more'); };
  const memberOf = (brand: Brand) => slice().sandbox.world.contact(brand.externalUserIds[0] ?? '')?.follows[0]?.userid ?? '';
  return {
    create, judgeAll, carry, memberOf,
    /** Each test begins at 10:00 of a new day, so that neither quiet hours nor caps of the test before bear on it. */
    nextDay() {
      const { clock } = slice().world;
      clock.advanceTo(Math.ceil(clock.now() / dayMs) * dayMs + 8 * dayMs + 2 * hourMs);
      callsBefore = calls();
    },
    /** Broadcasts that WeCom has made since the beginning of the test. */
    created: () => calls() - callsBefore,
    /** Messages to everybody of the brand, judged and handed to the channel; the worker of the channel has not stepped yet. */
    async hand({ workspaceId, customerIds }: Brand, text = '您好'): Promise<void> {
      await slice().world.deps.db.inWorkspace(workspaceId, (tx) => slice().messages.plan(tx, workspaceId, customerIds.map((customerId) => ({
        key: `k${made += 1}`, customerId, channel: 'wecom.broadcast', text, sopId: 1n, enrollmentId: BigInt(made), stepId: 's', quietHours: { from: '21:00', to: '09:00' }, confirmWithinMs: 2 * dayMs,
      }))));
      await judgeAll();
    },
    async goOn(ms: number): Promise<void> {
      slice().world.clock.advanceTo(slice().world.clock.now() + ms);
      await slice().sandbox.advanceTo(slice().world.clock.now());
      await carry();
    },
    async states({ workspaceId }: Brand): Promise<Record<string, number>> {
      const rows = await slice().world.deps.db.inWorkspace(workspaceId, (tx) => tx.query<{ state: string; count: number }>(
        `select state || coalesce(' ' || reason, '') as state, count(*)::int as count from message where workspace_id = $1 group by 1 order by 1`, [workspaceId]));
      return Object.fromEntries(rows.map((row) => [row.state, row.count]));
    },
    async confirmAll(brand: Brand): Promise<void> {
      const rows = await slice().world.deps.db.inWorkspace(brand.workspaceId, (tx) => tx.query<{ msgid: string; staff_user_id: string }>(
        'select msgid, staff_user_id from wecom_broadcast where workspace_id = $1 and msgid is not null', [brand.workspaceId]));
      for (const { msgid, staff_user_id: userid } of rows) slice().sandbox.massMessages.confirm(userid, msgid);
    },
  };
}
