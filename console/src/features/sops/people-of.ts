import type { MessageOutcome, MissReason } from '@homefield/contract';

/** Words of the address, as the contract's `messageOutcomes` and `missReasons` (a test holds them together): the shell reads them without Zod. */
export const outcomeNames = ['sent', 'with_staff', 'queued', 'missed'] as const satisfies readonly MessageOutcome[];
export const missNames = ['sample', 'not_a_contact', 'no_consent', 'suppressed', 'excluded', 'cap', 'channel_limit', 'not_confirmed', 'not_accepted', 'text', 'withdrawn', 'other'] as const satisfies readonly MissReason[];

/** Who of a step: those who stand there now; with an outcome, those whose message stands so. */
export type PeopleOf = Readonly<{ step: string; outcome?: MessageOutcome | undefined; reason?: MissReason | undefined }>;
