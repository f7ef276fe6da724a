import { z } from 'zod';

/**
 * The rule language: plain data that says which customers are meant. A rule is a tree of `all`, `any` and `not` over conditions on
 * attributes, events, classes of a segmentation model and other audiences. The server compiles it to ClickHouse and to a sentence.
 */
export const ruleLimits = {
  /** Levels of nesting, the top one included. */
  depthMax: 8,
  conditionsMax: 50,
  listValuesMax: 1_000,
  textLengthMax: 200,
  wherePropertiesMax: 10,
  windowDaysMax: 3_650,
} as const;

const unitSeconds = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
const windowPattern = /^([1-9]\d{0,8})([smhdw])$/;

/** Seconds of a window such as `90d`, `24h`, `30m`, `45s`, `2w`; null when the text is none or longer than ten years. */
export function windowSeconds(text: string): number | null {
  const match = windowPattern.exec(text);
  if (!match) return null;
  const seconds = Number(match[1]) * unitSeconds[match[2] as keyof typeof unitSeconds];
  return seconds <= ruleLimits.windowDaysMax * unitSeconds.d ? seconds : null;
}

/** `2026-06-18`: a day in the workspace's zone. */
export const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const instantPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** True for a day that the calendar has (no 30 February) or an instant with its offset. */
export function isMoment(text: string): boolean {
  if (!datePattern.test(text) && !instantPattern.test(text)) return false;
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) && !Number.isNaN(new Date(text).getTime());
}

/** Names of attributes and properties: letters of any script, digits, `_`, with dots between levels. They become column names in SQL. */
export const keyPattern = /^[\p{L}_][\p{L}\p{N}_]{0,63}(\.[\p{L}_][\p{L}\p{N}_]{0,63}){0,3}$/u;

const Text = z.string().min(1).max(ruleLimits.textLengthMax);
const Amount = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const Scalar = z.union([Text, Amount, z.boolean()]);
const List = z.array(Scalar).min(1).max(ruleLimits.listValuesMax);
const Moment = z.string().max(40).refine(isMoment, { error: 'moment' });
const Key = z.string().regex(keyPattern, { error: 'key' });

/** A length of time back from now, exact to the second: `90d`, `24h`, `30m`, `45s`, `2w`. */
export const WindowShape = z.string().refine((text) => windowSeconds(text) !== null, { error: 'window' });

/** Several tests of one value must all hold. `isNot` and `notIn` hold for a customer whose value is unknown; the others do not. */
const valueTests = {
  is: Scalar.optional(),
  isNot: Scalar.optional(),
  in: List.optional(),
  notIn: List.optional(),
  atLeast: z.union([Amount, Moment]).optional(),
  atMost: z.union([Amount, Moment]).optional(),
  /** A part of the text, upper and lower case alike. */
  contains: Text.optional(),
  exists: z.boolean().optional(),
} as const;

export const valueTestNames = ['is', 'isNot', 'in', 'notIn', 'atLeast', 'atMost', 'contains', 'exists'] as const;

function testsSomething(value: object): boolean {
  return valueTestNames.some((name) => name in value) || 'within' in value;
}

export const ValueTestsShape = z.strictObject(valueTests).refine(testsSomething, { error: 'test-missing' });

export const AttributeConditionShape = z
  .strictObject({ attribute: Key, ...valueTests, within: WindowShape.optional() })
  .refine(testsSomething, { error: 'test-missing' });

const Count = z.number().int().min(0).max(1_000_000_000);
export const CountShape = z
  .strictObject({ atLeast: Count.optional(), atMost: Count.optional(), is: Count.optional() })
  .refine((count) => Object.keys(count).length > 0, { error: 'test-missing' })
  .refine((count) => count.is === undefined || (count.atLeast === undefined && count.atMost === undefined), { error: 'count-is-alone' })
  .refine((count) => (count.atLeast ?? 0) <= (count.atMost ?? Infinity), { error: 'range-empty' });

/**
 * Without `count`, `sum` or `absent`: at least once. `sum` adds up a number (`amount` is in minor units: fen) and needs `atLeast` or
 * `atMost`; the sum of no event is 0. `within` is (now - window, now]; `between` holds both days when they are dates, and
 * [from, to) when they are instants. Nothing after now counts.
 */
export const EventConditionShape = z
  .strictObject({
    event: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}$/, { error: 'event-name' }).max(100),
    where: z.record(Key, ValueTestsShape)
      .refine((where) => Object.keys(where).length <= ruleLimits.wherePropertiesMax, { error: 'where-too-long' }).optional(),
    count: CountShape.optional(),
    sum: Key.optional(),
    atLeast: Amount.optional(),
    atMost: Amount.optional(),
    absent: z.literal(true).optional(),
    within: WindowShape.optional(),
    between: z.tuple([Moment, Moment]).optional(),
  })
  .refine((event) => [event.count, event.sum, event.absent].filter((part) => part !== undefined).length <= 1, { error: 'measures-clash' })
  .refine((event) => event.within === undefined || event.between === undefined, { error: 'periods-clash' })
  .refine((event) => (event.atLeast === undefined && event.atMost === undefined) === (event.sum === undefined), { error: 'sum-needs-limit' })
  .refine((event) => (event.atLeast ?? -Infinity) <= (event.atMost ?? Infinity), { error: 'range-empty' });

const ClassKey = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, { error: 'key' });
export const ModelConditionShape = z.strictObject({ model: ClassKey, class: z.union([ClassKey, z.array(ClassKey).min(1).max(50)]) });
export const AudienceConditionShape = z.strictObject({ audience: z.string().regex(/^aud_[0-9a-hjkmnp-tv-z]{13}$/, { error: 'audience-id' }) });

export type Scalar = string | number | boolean;
export type ValueTests = z.infer<typeof ValueTestsShape>;
export type AttributeCondition = z.infer<typeof AttributeConditionShape>;
export type EventCondition = z.infer<typeof EventConditionShape>;
export type ModelCondition = z.infer<typeof ModelConditionShape>;
export type AudienceCondition = z.infer<typeof AudienceConditionShape>;
export type Condition = AttributeCondition | EventCondition | ModelCondition | AudienceCondition;
/** `all` of nothing holds for everybody, so an empty list is refused rather than guessed at. */
export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | Condition;

const Members: z.ZodType<Rule[]> = z.lazy(() => z.array(RuleNodeShape).min(1).max(ruleLimits.conditionsMax));
const AllShape = z.strictObject({ all: Members });
const AnyShape = z.strictObject({ any: Members });
const NotShape = z.strictObject({ not: z.lazy((): z.ZodType<Rule> => RuleNodeShape) });

/** One node, without the limits of the whole. For the API description; validate with `RuleShape`. */
export const RuleNodeShape: z.ZodType<Rule> = z.union([
  AllShape, AnyShape, NotShape, AttributeConditionShape, EventConditionShape, ModelConditionShape, AudienceConditionShape,
]);

/** A whole rule with its limits. The server's own parser says the same with the place and a sentence for each mistake. */
export const RuleShape: z.ZodType<Rule> = z.unknown().superRefine((value, context) => {
  const { depth, conditions } = measureRule(value);
  // Measured before the recursive shape runs, so that a hostile depth cannot exhaust the stack.
  if (depth > ruleLimits.depthMax) context.addIssue({ code: 'custom', message: 'rule-too-deep' });
  if (conditions > ruleLimits.conditionsMax) context.addIssue({ code: 'custom', message: 'rule-too-long' });
}).pipe(RuleNodeShape);

/** Depth (levels) and number of conditions of anything that looks like a rule. Walks with its own stack and stops past the limits. */
export function measureRule(value: unknown): { depth: number; conditions: number } {
  let depth = 0;
  let conditions = 0;
  const waiting: { value: unknown; level: number }[] = [{ value, level: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    depth = Math.max(depth, next.level);
    if (depth > ruleLimits.depthMax || conditions > ruleLimits.conditionsMax) break;
    const inside = childrenOf(next.value);
    if (inside === null) conditions += 1;
    else for (const child of inside.slice(0, ruleLimits.conditionsMax + 1)) waiting.push({ value: child, level: next.level + 1 });
  }
  return { depth, conditions };
}

function childrenOf(value: unknown): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('all' in value && Array.isArray(value.all)) return value.all;
  if ('any' in value && Array.isArray(value.any)) return value.any;
  if ('not' in value) return [value.not];
  return null;
}
