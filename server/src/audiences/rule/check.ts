import { isMoment } from '@homefield/contract';
import { formatId, parseId, type ProblemPlace } from '../../kernel/index.ts';
import { plainProperties, propertyOf, type Catalog, type CatalogEvent, type Field, type ValueType } from './catalog.ts';
import { say, type Mistake } from './mistakes.ts';
import { nearest } from './nearest.ts';
import { at, leavesOf, type AudienceNode, type EventNode, type LeafNode, type ModelNode, type RuleNode, type ValueTest } from './node.ts';
import { momentMs } from './period.ts';

/** Conditions of a rule with all audiences inside it. 200 conditions in one query took under 0.4 s; more is a design mistake. */
export const inlinedConditionsMax = 200;

/** Step 2: does everything that the rule mentions exist, and does each value fit? `selfId` is the audience whose rule this is. */
export function checkRule(node: RuleNode, catalog: Catalog, selfId?: bigint): ProblemPlace[] {
  const places = leavesOf(node).flatMap((leaf) => checkLeaf(leaf, catalog, selfId));
  if (places.length > 0) return places;
  return inlinedConditions(node, catalog) > inlinedConditionsMax ? [say('', 'audience-too-long')] : [];
}

function checkLeaf(leaf: LeafNode, catalog: Catalog, selfId?: bigint): ProblemPlace[] {
  switch (leaf.kind) {
    case 'attribute': {
      const field = catalog.attributes.get(leaf.attribute);
      if (!field) return [say(at(leaf.pointer, 'attribute'), 'attribute-unknown', nearest(leaf.attribute, catalog.attributes.keys()), leaf.attribute)];
      return checkTests(leaf.tests, field, catalog.zone);
    }
    case 'event': return checkEvent(leaf, catalog);
    case 'model': return checkModel(leaf, catalog);
    case 'audience': return checkAudience(leaf, catalog, selfId);
  }
}

function checkEvent(leaf: EventNode, catalog: Catalog): ProblemPlace[] {
  const event = catalog.events.get(leaf.event);
  if (!event) return [say(at(leaf.pointer, 'event'), 'event-unknown', nearest(leaf.event, catalog.events.keys()), leaf.event)];
  const places: ProblemPlace[] = [];
  for (const { property, pointer, tests } of leaf.where) {
    const field = propertyOf(event, property);
    if (field) places.push(...checkTests(tests, field, catalog.zone));
    else places.push(say(pointer, 'property-unknown', nearest(property, propertyKeys(event)), property));
  }
  if (leaf.measure.kind === 'sum') {
    const field = propertyOf(event, leaf.measure.property);
    const place = at(leaf.pointer, 'sum');
    if (!field) places.push(say(place, 'property-unknown', nearest(leaf.measure.property, propertyKeys(event)), leaf.measure.property));
    else if (field.type !== 'number') places.push(say(place, 'property-not-number', undefined, leaf.measure.property));
  }
  if (leaf.period.kind === 'between' && momentMs(leaf.period.from, catalog.zone, 'start') >= momentMs(leaf.period.to, catalog.zone, 'end')) {
    places.push(say(at(leaf.pointer, 'between'), 'period-empty'));
  }
  return places;
}

function propertyKeys(event: CatalogEvent): string[] {
  return [...plainProperties.keys(), ...event.properties.keys()];
}

function checkModel(leaf: ModelNode, catalog: Catalog): ProblemPlace[] {
  const model = catalog.models.get(leaf.model);
  if (!model) return [say(at(leaf.pointer, 'model'), 'model-unknown', nearest(leaf.model, catalog.models.keys()), leaf.model)];
  return leaf.classes
    .filter((name) => !model.classes.has(name))
    .map((name) => say(at(leaf.pointer, 'class'), 'class-unknown', nearest(name, model.classes.keys()), name));
}

function checkAudience(leaf: AudienceNode, catalog: Catalog, selfId?: bigint): ProblemPlace[] {
  const place = at(leaf.pointer, 'audience');
  if (leaf.audienceId === selfId) return [say(place, 'audience-circle')];
  if (!catalog.audiences.has(leaf.audienceId)) return [say(place, 'audience-unknown')];
  return reaches(leaf.audienceId, selfId, catalog, new Set()) ? [say(place, 'audience-circle')] : [];
}

/** Whether following the audiences inside leads to `selfId`, to a circle or out of the catalog. */
function reaches(audienceId: bigint, selfId: bigint | undefined, catalog: Catalog, path: ReadonlySet<bigint>): boolean {
  if (audienceId === selfId || path.has(audienceId) || path.size > inlinedConditionsMax) return true;
  const node = catalog.audiences.get(audienceId)?.node;
  const deeper = new Set(path).add(audienceId);
  return node !== undefined && leavesOf(node).some((leaf) => leaf.kind === 'audience' && reaches(leaf.audienceId, selfId, catalog, deeper));
}

function inlinedConditions(node: RuleNode, catalog: Catalog): number {
  let count = 0;
  for (const leaf of leavesOf(node)) {
    const inner = leaf.kind === 'audience' ? catalog.audiences.get(leaf.audienceId) : undefined;
    count += inner ? inlinedConditions(inner.node, catalog) : 1;
    if (count > inlinedConditionsMax) break;
  }
  return count;
}

const testsByType: Record<ValueType, readonly ValueTest['kind'][]> = {
  text: ['in', 'contains', 'exists'],
  number: ['in', 'atLeast', 'atMost', 'exists'],
  boolean: ['in', 'exists'],
  time: ['atLeast', 'atMost', 'within', 'exists'],
  staff: ['in', 'exists'],
};
const typeMistakes: Record<ValueType, Mistake> = {
  text: 'type-text', number: 'type-number', boolean: 'type-boolean', time: 'type-time', staff: 'type-staff',
};

function checkTests(tests: readonly ValueTest[], field: Field, zone: string): ProblemPlace[] {
  return tests.flatMap((test) => {
    if (!testsByType[field.type].includes(test.kind)) return [say(test.pointer, field.type === 'time' ? 'type-time' : 'test-not-for-type')];
    return fits(test, field.type, zone) ? [] : [say(test.pointer, typeMistakes[field.type])];
  });
}

function fits(test: ValueTest, type: ValueType, zone: string): boolean {
  if (test.kind === 'in') return test.values.every((value) => valueFits(value, type));
  if (test.kind !== 'atLeast' && test.kind !== 'atMost') return true;
  if (type === 'number') return typeof test.value === 'number';
  return typeof test.value === 'string' && isMoment(test.value) && Number.isFinite(momentMs(test.value, zone, 'start'));
}

function valueFits(value: string | number | boolean, type: ValueType): boolean {
  if (type === 'staff') return typeof value === 'string' && isStaffId(value);
  return typeof value === (type === 'text' ? 'string' : type);
}

function isStaffId(text: string): boolean {
  try {
    return formatId('staff', parseId('staff', text)) === text;
  } catch {
    return false;
  }
}
