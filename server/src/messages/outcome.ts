import type { MessageOutcome, MissReason } from '@homefield/contract';

const outcomes: Readonly<Record<MessageOutcome, readonly string[]>> = {
  sent: ['sent'], with_staff: ['handed_over'], queued: ['planned', 'deferred'], missed: ['capped', 'suppressed', 'not_confirmed', 'failed'],
};

/** What checks, channels and withdrawals say, by what a person calls it. What is after a colon (`suppressed:complaint`) is left away. */
const reasons: Readonly<Record<Exclude<MissReason, 'sample' | 'not_confirmed' | 'other'>, readonly string[]>> = {
  not_a_contact: ['not_a_contact', 'not_a_friend'], no_consent: ['no_consent'], suppressed: ['suppressed'], excluded: ['excluded'], cap: ['day_cap', 'week_cap'],
  channel_limit: ['channel_quota', 'wecom_cap'], not_accepted: ['not_reachable', 'channel_unavailable'], text: ['text_empty', 'text_too_long', 'text_invalid'], withdrawn: ['sop_ended', 'step_removed'],
};

const cases = (column: string, groups: Readonly<Record<string, readonly string[]>>) => Object.entries(groups).map(([name, members]) => (
  `when ${column} in (${members.map((member) => `'${member}'`).join(', ')}) then '${name}'`)).join(' ');

/** SQL over a row of `message`: how it stands, in the words of the product. Counts and lists use the same, so that a number is as long as its list. */
export const outcomeSql = `case ${cases('state', outcomes)} end`;
/** SQL over a missed row of `message`: why. */
export const missReasonSql = `case when state = 'not_confirmed' then 'not_confirmed' when reason = 'suppressed:sample' then 'sample' ${cases("split_part(coalesce(reason, ''), ':', 1)", reasons)} else 'other' end`;
