import type { Reach } from '../channels/index.ts';
import { quietUntil } from './quiet.ts';
import type { QuietHours } from './quiet.ts';

/** How a message stands. `handed_over`: a task waits for the staff member. The last five are final. */
export type MessageState = 'planned' | 'deferred' | 'handed_over' | 'capped' | 'suppressed' | 'sent' | 'not_confirmed' | 'failed';

export function isFinal(state: MessageState): boolean {
  return state !== 'planned' && state !== 'deferred' && state !== 'handed_over';
}

/** What an SOP step wants to be sent. The same `key` twice is one message. */
export type MessageDraft = {
  key: string;
  customerId: bigint;
  channel: string;
  /** Liquid; checked with `checkText` when the SOP was published. */
  text: string;
  sopId: bigint;
  enrollmentId: bigint;
  stepId: string;
  quietHours: QuietHours;
  confirmWithinMs: number;
};

/** Messages that one customer may get, over all SOPs and channels, by calendar days in the workspace's zone. */
export type Caps = { perDay: number; perWeek: number };
export const capsDefault: Caps = { perDay: 1, perWeek: 4 };

/** What a customer has got, and what is on its way: it may arrive on any day, so it counts for every day until it is settled. */
export type Received = { inFlight: number; today: number; week: number };

export type Check = 'version' | 'exclusion' | 'consent' | 'suppression' | 'caps' | 'quiet_hours' | 'channel_quota' | 'render';
/** What one check said: `[check, '']` when it let the message pass, else the reason. */
export type CheckResult = readonly [Check, string];

export type Situation = {
  nowMs: number;
  zone: string;
  /** Of the whole brand, beside those of the SOP. */
  quietHours: QuietHours | null;
  /** Left out everywhere by one setting, or erased. */
  excluded: boolean;
  reach: Reach | undefined;
  /** What the customer said about the channel; undefined: nothing, which is yes for a contact. */
  consent: boolean | undefined;
  suppression: string | undefined;
  caps: Caps;
  received: Received;
  exhausted: boolean;
};

export type Verdict =
  | { state: 'suppressed' | 'capped'; reason: string; checks: readonly CheckResult[] }
  | { state: 'deferred'; reason: string; checks: readonly CheckResult[]; untilMs: number }
  | { state: 'pass'; reach: Reach; checks: readonly CheckResult[] };

/**
 * May this message go out now? In order: the step still exists, exclusion, consent, suppression, caps, quiet hours, the channel's own quota. During quiet hours the
 * caps are left open, because they count by the day on which a message goes out: all checks run again when quiet hours end.
 */
export function judge(message: { quietHours: QuietHours; removed: boolean }, situation: Situation): Verdict {
  const checks: CheckResult[] = [];
  const refusal = (check: Check, reason: string | undefined) => {
    checks.push([check, reason ?? '']);
    return reason;
  };
  if (refusal('version', message.removed ? 'step_removed' : undefined) !== undefined) return { state: 'suppressed', reason: 'step_removed', checks };
  if (refusal('exclusion', situation.excluded ? 'excluded' : undefined) !== undefined) return { state: 'suppressed', reason: 'excluded', checks };
  const consent = refusal('consent', consentRefusal(situation));
  if (consent !== undefined || situation.reach === undefined) return { state: 'suppressed', reason: consent ?? 'not_a_contact', checks };
  const suppression = refusal('suppression', situation.suppression === undefined ? undefined : `suppressed:${situation.suppression}`);
  if (suppression !== undefined) return { state: 'suppressed', reason: suppression, checks };
  const untilMs = quietEnd(message.quietHours, situation);
  const cap = refusal('caps', untilMs === null ? capRefusal(situation) : undefined);
  if (cap !== undefined) return { state: 'capped', reason: cap, checks };
  if (untilMs !== null) return { state: 'deferred', reason: 'quiet_hours', checks: [...checks, ['quiet_hours', 'quiet_hours']], untilMs };
  refusal('quiet_hours', undefined);
  const quota = refusal('channel_quota', situation.exhausted ? 'channel_quota' : undefined);
  if (quota !== undefined) return { state: 'capped', reason: quota, checks };
  return { state: 'pass', reach: situation.reach, checks };
}

/** The later end of the quiet hours of the SOP and of the brand, or null when neither holds. */
function quietEnd(ofSop: QuietHours, { nowMs, zone, quietHours }: Situation): number | null {
  const ends = [ofSop, ...(quietHours ? [quietHours] : [])].flatMap((hours) => quietUntil(nowMs, zone, hours) ?? []);
  return ends.length > 0 ? Math.max(...ends) : null;
}

function consentRefusal({ consent, reach }: Situation): string | undefined {
  if (consent === false) return 'no_consent';
  return reach === undefined ? 'not_a_contact' : undefined;
}

function capRefusal({ caps, received }: Situation): string | undefined {
  if (received.inFlight + received.today >= caps.perDay) return 'day_cap';
  return received.inFlight + received.week >= caps.perWeek ? 'week_cap' : undefined;
}
