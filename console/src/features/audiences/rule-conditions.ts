import type { AttributeCondition, EventCondition, RuleCatalog } from '@homefield/contract';

export type AttributeType = RuleCatalog['attributes'][number]['type'];

/** How the editor names the tests of an attribute. `custom`: several tests at once, written in JSON. */
export type AttributeOperator = 'in' | 'notIn' | 'contains' | 'is' | 'atLeast' | 'atMost' | 'between' | 'within' | 'true' | 'false' | 'known' | 'unknown' | 'custom';

export const operatorsOf: Readonly<Record<AttributeType, readonly AttributeOperator[]>> = {
  text: ['in', 'notIn', 'contains', 'known', 'unknown'],
  number: ['atLeast', 'atMost', 'between', 'is', 'known', 'unknown'],
  boolean: ['true', 'false'],
  date: ['within', 'atLeast', 'atMost', 'between', 'known', 'unknown'],
};

type Tests = Partial<AttributeCondition>;

/** Which operator a condition uses. */
export function operatorOf(value: Tests, type: AttributeType): AttributeOperator {
  const names = Object.keys(value).filter((name) => name !== 'attribute').sort().join(' ');
  if (names === 'exists') return value.exists ? 'known' : 'unknown';
  if (type === 'boolean' && names === 'is') return value.is ? 'true' : 'false';
  if (type === 'text' && names === 'is') return 'in';
  if (type === 'text' && names === 'isNot') return 'notIn';
  if (names === 'atLeast atMost') return 'between';
  const single = (['in', 'notIn', 'contains', 'is', 'atLeast', 'atMost', 'within'] as const).find((name) => name === names);
  if (single && operatorsOf[type].includes(single)) return single;
  return names === '' ? (operatorsOf[type][0] ?? 'custom') : 'custom';
}

/** An attribute condition with the operator and nothing filled in that the reader has to fill in. */
export function withOperator(attribute: string, operator: AttributeOperator): Tests {
  switch (operator) {
    case 'true': return { attribute, is: true };
    case 'false': return { attribute, is: false };
    case 'known': return { attribute, exists: true };
    case 'unknown': return { attribute, exists: false };
    case 'within': return { attribute, within: '30d' };
    default: return { attribute };
  }
}

/** Chosen texts: one is written as `is`, several as `in`; and so for the negative. */
export function withTexts(attribute: string, operator: 'in' | 'notIn', texts: readonly string[]): Tests {
  const [first] = texts;
  if (first !== undefined && texts.length === 1) return operator === 'in' ? { attribute, is: first } : { attribute, isNot: first };
  return operator === 'in' ? { attribute, in: [...texts] } : { attribute, notIn: [...texts] };
}

export function textsOf(value: Tests): string[] {
  const list = value.in ?? value.notIn ?? [value.is ?? value.isNot].filter((one) => one !== undefined);
  return list.map(String);
}

/** Lower and upper limit; what is cleared disappears. */
export function withLimits(attribute: string, limits: { atLeast?: number | string | undefined; atMost?: number | string | undefined }): Tests {
  return { attribute, ...(limits.atLeast !== undefined ? { atLeast: limits.atLeast } : {}), ...(limits.atMost !== undefined ? { atMost: limits.atMost } : {}) };
}

/** `countAtLeast`, `sumAtLeast` with the property that is summed, … */
export type Measure = 'countAtLeast' | 'countAtMost' | 'countIs' | 'sumAtLeast' | 'sumAtMost' | 'absent' | 'custom';

export function measureOf(value: Partial<EventCondition>): Measure {
  if (value.absent) return 'absent';
  if (value.sum !== undefined) {
    if (value.atLeast !== undefined && value.atMost !== undefined) return 'custom';
    return value.atMost !== undefined ? 'sumAtMost' : 'sumAtLeast';
  }
  if (!value.count) return 'countAtLeast';
  if (value.count.atLeast !== undefined && value.count.atMost !== undefined) return 'custom';
  return value.count.is !== undefined ? 'countIs' : value.count.atMost !== undefined ? 'countAtMost' : 'countAtLeast';
}

/** The number beside the measure; at least once is the default of the language. */
export function limitOf(value: Partial<EventCondition>): number | null {
  if (value.sum !== undefined) return value.atLeast ?? value.atMost ?? null;
  return value.count?.is ?? value.count?.atMost ?? value.count?.atLeast ?? 1;
}

export function withMeasure(value: Partial<EventCondition>, measure: Measure, limit: number | null, sum = 'amount'): Partial<EventCondition> {
  const { count: _count, sum: _sum, atLeast: _atLeast, atMost: _atMost, absent: _absent, ...rest } = value;
  switch (measure) {
    case 'absent': return { ...rest, absent: true };
    case 'sumAtLeast': return { ...rest, sum, ...(limit === null ? {} : { atLeast: limit }) };
    case 'sumAtMost': return { ...rest, sum, ...(limit === null ? {} : { atMost: limit }) };
    case 'countAtMost': return { ...rest, count: { atMost: limit ?? 1 } };
    case 'countIs': return { ...rest, count: { is: limit ?? 1 } };
    default: return limit === null || limit === 1 ? rest : { ...rest, count: { atLeast: limit } };
  }
}

export type Period = 'within' | 'between' | 'ever';

export function periodOf(value: Partial<EventCondition>): Period {
  return value.within !== undefined ? 'within' : value.between !== undefined ? 'between' : 'ever';
}

export function withPeriod(value: Partial<EventCondition>, period: Period, parts: { within?: string; between?: [string, string] }): Partial<EventCondition> {
  const { within: _within, between: _between, ...rest } = value;
  if (period === 'within') return { ...rest, within: parts.within ?? '30d' };
  return period === 'between' && parts.between ? { ...rest, between: parts.between } : rest;
}

export const windowUnits = ['h', 'd', 'w'] as const;
export type WindowUnit = (typeof windowUnits)[number];

/** `90d` → 90 and `d`. Minutes and seconds stay as they are and are shown as text. */
export function windowParts(text: string | undefined): { number: number; unit: WindowUnit } | null {
  const match = /^(\d+)([hdw])$/.exec(text ?? '');
  return match ? { number: Number(match[1]), unit: match[2] as WindowUnit } : null;
}
