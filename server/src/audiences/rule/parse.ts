import type { z } from 'zod';
import {
  AttributeConditionShape, AudienceConditionShape, EventConditionShape, measureRule, ModelConditionShape, ruleLimits, valueTestNames,
  type AttributeCondition, type EventCondition, type ValueTests,
} from '@homefield/contract';
import { parseId, type ProblemPlace } from '../../kernel/index.ts';
import { at, type EventNode, type RuleNode, type ValueTest } from './node.ts';
import { nearest } from './nearest.ts';
import { placeOf, say } from './mistakes.ts';

export type Parsed = { node: RuleNode; places: [] } | { node: null; places: ProblemPlace[] };

const kinds = ['all', 'any', 'not', 'attribute', 'event', 'model', 'audience'] as const;
type Kind = (typeof kinds)[number];

/** Step 1: from untrusted JSON to nodes. Every mistake is named with its place; nothing is guessed. */
export function parseRule(value: unknown): Parsed {
  const { depth, conditions } = measureRule(value);
  const places: ProblemPlace[] = [];
  if (depth > ruleLimits.depthMax) places.push(say('', 'rule-too-deep'));
  if (conditions > ruleLimits.conditionsMax) places.push(say('', 'rule-too-long'));
  if (places.length > 0) return { node: null, places };
  const node = parseNode(value, '', places);
  return node && places.length === 0 ? { node, places: [] } : { node: null, places };
}

function parseNode(value: unknown, pointer: string, places: ProblemPlace[]): RuleNode | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(places, say(pointer, 'node-not-object'));
  const found = kinds.filter((kind) => Object.hasOwn(value, kind));
  const kind = found[0];
  if (!kind) {
    const keys = Object.keys(value);
    return refuse(places, say(pointer, 'node-kind-missing', nearest(keys[0] ?? '', kinds)));
  }
  if (found.length > 1) return refuse(places, say(pointer, 'node-kinds-many', undefined, found.join(', ')));
  return parsers[kind](value as Record<string, unknown>, pointer, places);
}

const parsers: Record<Kind, (value: Record<string, unknown>, pointer: string, places: ProblemPlace[]) => RuleNode | null> = {
  all: (value, pointer, places) => parseGroup('all', value, pointer, places),
  any: (value, pointer, places) => parseGroup('any', value, pointer, places),
  not(value, pointer, places) {
    if (!isAlone(value, 'not', pointer, places)) return null;
    const node = parseNode(value.not, at(pointer, 'not'), places);
    return node && { kind: 'not', pointer, node };
  },
  attribute(value, pointer, places) {
    const condition = shaped(AttributeConditionShape, value, pointer, places);
    return condition && { kind: 'attribute', pointer, attribute: condition.attribute, tests: testsOf(condition, pointer) };
  },
  event(value, pointer, places) {
    const condition = shaped(EventConditionShape, value, pointer, places);
    return condition && eventNode(condition, pointer);
  },
  model(value, pointer, places) {
    const condition = shaped(ModelConditionShape, value, pointer, places);
    return condition && { kind: 'model', pointer, model: condition.model, classes: [...new Set([condition.class].flat())] };
  },
  audience(value, pointer, places) {
    const condition = shaped(AudienceConditionShape, value, pointer, places);
    if (!condition) return null;
    try {
      return { kind: 'audience', pointer, audienceId: parseId('audience', condition.audience) };
    } catch {
      // The shape fits, the number does not: 13 characters hold more than 63 bits.
      return refuse(places, say(at(pointer, 'audience'), 'audience-id'));
    }
  },
};

function parseGroup(kind: 'all' | 'any', value: Record<string, unknown>, pointer: string, places: ProblemPlace[]): RuleNode | null {
  const members = value[kind];
  if (!isAlone(value, kind, pointer, places)) return null;
  if (!Array.isArray(members) || members.length === 0) return refuse(places, say(at(pointer, kind), 'group-empty'));
  const nodes = members.map((member, index) => parseNode(member, at(at(pointer, kind), index), places));
  return nodes.every((node) => node !== null) ? { kind, pointer, nodes } : null;
}

function isAlone(value: object, kind: string, pointer: string, places: ProblemPlace[]): boolean {
  const extra = Object.keys(value).find((key) => key !== kind);
  if (extra !== undefined) places.push(say(at(pointer, extra), 'key-unknown', undefined, extra));
  return extra === undefined;
}

function shaped<T>(shape: z.ZodType<T>, value: unknown, pointer: string, places: ProblemPlace[]): T | null {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) places.push(...placeOf(issue, pointer));
  return null;
}

function eventNode(condition: EventCondition, pointer: string): EventNode {
  const where = Object.entries(condition.where ?? {}).map(([property, tests]) => {
    const place = at(at(pointer, 'where'), property);
    return { property, pointer: place, tests: testsOf(tests, place) };
  });
  const node = { kind: 'event', pointer, event: condition.event, where, period: periodOf(condition) } as const;
  if (condition.sum !== undefined) {
    return { ...node, measure: { kind: 'sum', property: condition.sum }, least: condition.atLeast, most: condition.atMost };
  }
  const measure = { kind: 'count' } as const;
  if (condition.absent) return { ...node, measure, most: 0 };
  if (!condition.count) return { ...node, measure, least: 1 };
  return { ...node, measure, least: condition.count.is ?? condition.count.atLeast, most: condition.count.is ?? condition.count.atMost };
}

function periodOf(condition: EventCondition): EventNode['period'] {
  if (condition.within !== undefined) return { kind: 'within', window: condition.within };
  if (condition.between) return { kind: 'between', from: condition.between[0], to: condition.between[1] };
  return { kind: 'ever' };
}

function testsOf(condition: ValueTests | AttributeCondition, pointer: string): ValueTest[] {
  const tests: ValueTest[] = [];
  for (const name of [...valueTestNames, 'within'] as const) {
    const value = (condition as Partial<AttributeCondition>)[name];
    if (value === undefined) continue;
    const place = at(pointer, name);
    if (name === 'is' || name === 'isNot' || name === 'in' || name === 'notIn') {
      const values = [value].flat() as (string | number | boolean)[];
      tests.push({ kind: 'in', values: [...new Set(values)], negated: name === 'isNot' || name === 'notIn', pointer: place });
    } else if (name === 'exists') tests.push({ kind: 'exists', expected: value === true, pointer: place });
    else if (name === 'contains') tests.push({ kind: 'contains', text: String(value), pointer: place });
    else if (name === 'within') tests.push({ kind: 'within', window: String(value), pointer: place });
    else tests.push({ kind: name, value: value as number | string, pointer: place });
  }
  return tests;
}

function refuse(places: ProblemPlace[], place: ProblemPlace): null {
  places.push(place);
  return null;
}
