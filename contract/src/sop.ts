import { z } from 'zod';
import { amountMinor, choices, idText, instantMs, pageQuery } from './common.ts';

/** Liquid may name these of a customer: {{ customer.name }}. Unknown ones are refused at publication, with their place. */
export const messageVariables = ['customer.name', 'customer.city', 'customer.gender', 'customer.store', 'customer.source'] as const;
/** Those that are offered to who writes: the others hold words of the product, good for conditions and not for a customer to read. */
export const offeredVariables = ['customer.name', 'customer.city', 'customer.store'] as const satisfies readonly (typeof messageVariables)[number][];
/** The longest text of a message and the longest name of an SOP. */
export const sopTextMax = 4_000;
export const sopNameMax = 100;

const duration = z.string().regex(/^[1-9]\d{0,3}[mhd]$/);
/** `21:00`, in the workspace's zone. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Channels on which a step can send. */
export const messageChannels = ['wecom.broadcast'] as const;

const stepId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** Milliseconds of a duration of an SOP, `30m`, `4h` or `2d` (a day is 24 hours). */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[text.slice(-1) as 'm' | 'h' | 'd'];
}

/** A step of the thin language. The graph is a list: each step goes on to the next one; `goal` and `end` close it. */
export const sopStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wait'), id: stepId, for: duration }),
  z.object({
    kind: z.literal('send'), id: stepId, channel: z.enum(messageChannels),
    /** Liquid with strict variables: {{ customer.name }}. Empty while it is a draft; refused at publication. */
    text: z.string().max(sopTextMax),
    /** Staff that have not confirmed by then count as not confirmed, and the customer goes on. */
    confirmWithin: duration.default('2d'),
  }),
]);
export type SopStep = z.infer<typeof sopStep>;

export const sopDefinition = z.object({
  /** `''` while the draft has no audience yet; refused at publication. */
  trigger: z.object({ kind: z.literal('audience_entry'), audienceId: idText.or(z.literal('')) }),
  /** Share of entering customers that are kept out on purpose, to measure. */
  holdOut: z.number().min(0).max(0.9).default(0.1),
  steps: z.array(sopStep).min(1).max(50),
  goal: z.object({ event: z.literal('order.paid'), withinDays: z.number().int().min(1).max(365) }),
  entry: z.object({ again: z.enum(['never', 'after_exit']) }).default({ again: 'never' }),
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).default({ from: '21:00', to: '09:00' }),
});
export type SopDefinition = z.infer<typeof sopDefinition>;

export const sopStates = ['draft', 'live', 'paused', 'ended'] as const;
export const sop = z.object({
  id: idText, name: z.string(), state: z.enum(sopStates),
  /** The draft: what is edited, and published next. */
  definition: sopDefinition,
  publishedVersion: z.number().int().nullable(),
  /** What runs: the definition of the published version, by which customers enter. Null before the first publication. */
  published: sopDefinition.nullable(),
  /** Whether the draft says something else than what runs. */
  unpublishedChanges: z.boolean(),
  /** What the last publication said of those who were in the audience already; true before the first one. */
  entersPresent: z.boolean(),
  createdAtMs: instantMs, publishedAtMs: instantMs.nullable(), endedAtMs: instantMs.nullable(),
  /** Counts the saved changes of the draft. Who saves or publishes says which one they looked at. */
  revision: z.number().int(),
  /** When the draft was last saved, and the name of who did; null where nobody is known. */
  changedAtMs: instantMs, changedBy: z.string().nullable(),
});
export type Sop = z.infer<typeof sop>;
/** A row of the list: with the name of the audience that customers enter through (by the draft, before the first publication), also when that is archived; null when there is none of this id. */
export const sopRow = sop.extend({ audienceName: z.string().nullable() });
export type SopRow = z.infer<typeof sopRow>;
/** A leading `-` is the latest first. Names go by pinyin. What was never published comes before everything that was. */
export const sopSorts = ['-createdAt', 'createdAt', 'name', '-name', '-publishedAt', 'publishedAt'] as const;
export type SopSort = (typeof sopSorts)[number];
/** Which SOPs: `q` finds a part of the name; `audience` those that customers enter through one of these, by the draft or by the published version. */
export const sopFilter = z.object({
  q: z.string().max(200).optional(),
  state: choices.refine((text) => text.split(',').every((one) => (sopStates as readonly string[]).includes(one)), { message: `Any of ${sopStates.join(', ')}, by commas` }).optional(),
  audience: choices.optional(),
});
export type SopFilter = z.infer<typeof sopFilter>;
export const sopsQuery = pageQuery.extend({ ...sopFilter.shape, sort: z.enum(sopSorts).default('-createdAt') });

/** `POST /api/sops/check`: what publishing a definition as it stands would refuse, each with its place (a JSON pointer). Keeps nothing. */
export const sopCheck = z.object({ definition: sopDefinition });
export const sopMistakes = z.object({ mistakes: z.array(z.object({ pointer: z.string(), sentence: z.object({ zh: z.string(), en: z.string() }) })) });
export type SopMistakes = z.infer<typeof sopMistakes>;

/**
 * `GET /api/sops/:id/reach`: of the customers in the audience of the draft, those whom the channel of its first message can reach now (a contact, no
 * refusal, not suppressed). Caps are left open, they count by the day on which a message goes out. `channel` is null without a message.
 */
export const sopReach = z.object({ channel: z.string().nullable(), customers: z.number().int(), reachable: z.number().int(), asOfMs: instantMs });
export type SopReach = z.infer<typeof sopReach>;

export const newSop = z.object({ name: z.string().trim().min(1).max(sopNameMax), definition: sopDefinition });
export const sopChange = newSop.extend({ revision: z.number().int() });
/** `POST /api/sops/:id/discard`: the draft becomes what is published again. `revision`: the one that was looked at; a draft that somebody changed since is kept (409). */
export const sopDiscard = sopChange.pick({ revision: true });
/** `POST /api/sops/:id/copy`: the name of the new draft. */
export const sopCopy = newSop.pick({ name: true });

/**
 * `revision`: the one that was looked at; when the draft is another one by now, nothing is published (409).
 * `enterPresent`: those who are in the audience now enter too, not only those who come in later. Without it as the last publication said (at first: yes). */
export const sopPublish = z.object({ revision: z.number().int(), enterPresent: z.boolean().optional() });

/**
 * Why a message reached nobody: a customer of the sample brand, no contact (any more), said no, suppressed, left out everywhere, over the brand's caps, over WeCom's own limit, staff did
 * not confirm in time, the channel did not take it, its text could not be made, taken back (the SOP ended, or the step was removed).
 */
export const missReasons = ['sample', 'not_a_contact', 'no_consent', 'suppressed', 'excluded', 'cap', 'channel_limit', 'not_confirmed', 'not_accepted', 'text', 'withdrawn', 'other'] as const;
export type MissReason = (typeof missReasons)[number];
/** How the message of a step stands: sent, with staff who have to confirm it, waiting to go out (quiet hours, a pause, the next round), not sent and over. */
export const messageOutcomes = ['sent', 'with_staff', 'queued', 'missed'] as const;
export type MessageOutcome = (typeof messageOutcomes)[number];
/** Who: `step` alone finds those who stand there now, with `outcome` those whose message of that step stands so. */
export const enrollmentsQuery = pageQuery.extend({ step: z.string().max(40).optional(), outcome: z.enum(messageOutcomes).optional(), reason: z.enum(missReasons).optional() })
  .refine(({ step, outcome }) => outcome === undefined || step !== undefined, { message: 'Name the step too', path: ['step'] })
  .refine(({ outcome, reason }) => reason === undefined || outcome === 'missed', { message: 'Only with outcome=missed', path: ['reason'] });

const runState = z.enum(['active', 'watching', 'ended']);
/** A row of `GET /api/sops/:id/enrollments`. `watching`: the steps are done (or held out), the goal's window is still open. */
export const sopEnrollment = z.object({
  id: idText, customer: z.object({ id: idText, name: z.string() }), heldOut: z.boolean(), version: z.number().int(), state: runState,
  stepId: z.string().nullable(), wakeAtMs: instantMs.nullable(), enteredAtMs: instantMs, goalReachedAtMs: instantMs.nullable(), salesMinor: amountMinor,
  /** Why the message reached nobody; null unless `outcome=missed` was asked for. */
  missReason: z.enum(missReasons).nullable(),
});
export type SopEnrollment = z.infer<typeof sopEnrollment>;

const stepMessages = z.object({
  sent: z.number().int(), withStaff: z.number().int(), queued: z.number().int(),
  /** Not sent and over, by reason, the most frequent first. */
  missed: z.array(z.object({ reason: z.enum(missReasons), count: z.number().int() })),
});
export type StepMessages = z.infer<typeof stepMessages>;

/** `GET /api/sops/:id/result`. Everyone who entered is either treated or held out; lift compares the two by assignment. */
export const sopResult = z.object({
  asOfMs: instantMs,
  /** The first publication (`publishedAtMs` of the SOP is the last one), and the end. */
  firstPublishedAtMs: instantMs.nullable(), endedAtMs: instantMs.nullable(),
  /** Over which time the figures were measured: from the first entry to the end of the last goal window, or to now while one is open. */
  measuredFromMs: instantMs.nullable(), measuredUntilMs: instantMs.nullable(),
  enrolled: z.number().int(),
  heldOut: z.number().int(),
  sent: z.number().int(),
  notConfirmed: z.number().int(),
  capped: z.number().int(),
  failed: z.number().int(),
  /** Kept back: no consent, not a contact, suppressed, or the SOP ended before it went out. */
  suppressed: z.number().int(),
  waiting: z.number().int(),
  converted: z.number().int(),
  heldOutConverted: z.number().int(),
  treatedSalesMinor: amountMinor,
  heldOutSalesMinor: amountMinor,
  /** Net sales inside the goal's window per treated customer minus per held-out customer; null while either group has fewer than 2. */
  liftPerCustomerMinor: z.number().nullable(),
  liftLow: z.number().nullable(),
  liftHigh: z.number().nullable(),
  incrementalSalesMinor: z.number().nullable(),
  /** Enrollments whose goal window is still open. 0: the result is final; else every figure is "so far" for both groups alike. */
  windowsOpen: z.number().int(),
  /** Distinct customers by assignment; lift compares these. */
  treatedCustomers: z.number().int(),
  heldOutCustomers: z.number().int(),
  definition: z.object({ zh: z.string(), en: z.string() }),
  /** `messages` of a step that sends: one per run that came to it; null while there is none. */
  steps: z.array(z.object({ stepId: z.string(), entered: z.number().int(), here: z.number().int(), passed: z.number().int(), messages: stepMessages.nullable() })),
});
export type SopResult = z.infer<typeof sopResult>;

/** `GET /api/sops/figures?ids=`: as many as a page of the list has. `entered` counts runs, those held out included; `sent` messages that went out. */
export const sopFiguresQuery = z.object({ ids: choices });
export const sopFigures = z.object({ asOfMs: instantMs, data: z.array(z.object({ id: z.string(), entered: z.number().int(), sent: z.number().int() })) });
export type SopFigures = z.infer<typeof sopFigures>;
