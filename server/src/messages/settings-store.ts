import type { Transaction } from '../engines/index.ts';
import { capsDefault } from './message.ts';
import type { Caps } from './message.ts';
import { CapsInvalid } from './problems.ts';
import type { QuietHours } from './quiet.ts';

/** What holds for every message of a brand; `quietHours` beside those of each SOP, null: none. */
export type MessageSettings = Caps & { quietHours: QuietHours | null };

export async function settingsOf(tx: Transaction, workspaceId: bigint): Promise<MessageSettings> {
  const [row] = await tx.query<{ per_day_max: number; per_week_max: number; quiet_from: string | null; quiet_to: string | null }>(
    'select per_day_max, per_week_max, quiet_from, quiet_to from message_settings where workspace_id = $1', [workspaceId]);
  if (!row) return { ...capsDefault, quietHours: null };
  return { perDay: row.per_day_max, perWeek: row.per_week_max, quietHours: row.quiet_from !== null && row.quiet_to !== null ? { from: row.quiet_from, to: row.quiet_to } : null };
}

/** Refuses (422) caps that make no sense. */
export async function putSettings(tx: Transaction, workspaceId: bigint, { perDay, perWeek, quietHours }: MessageSettings): Promise<void> {
  const valid = Number.isInteger(perDay) && Number.isInteger(perWeek) && perDay >= 1 && perDay <= 100 && perWeek >= perDay && perWeek <= 700;
  if (!valid) throw CapsInvalid();
  await tx.query(`
    insert into message_settings (workspace_id, per_day_max, per_week_max, quiet_from, quiet_to) values ($1, $2, $3, $4, $5)
    on conflict (workspace_id) do update set per_day_max = excluded.per_day_max, per_week_max = excluded.per_week_max, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
  [workspaceId, perDay, perWeek, quietHours?.from ?? null, quietHours?.to ?? null]);
}
