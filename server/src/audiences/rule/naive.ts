import type { Scalar } from '@homefield/contract';
import { formatId } from '../../kernel/index.ts';
import type { CustomerRow, EventRow } from '../testing.ts';
import { classOfOthers, plainAttributes, plainProperties, type Catalog, type Field } from './catalog.ts';
import type { EventNode, RuleNode, ValueTest } from './node.ts';
import { momentMs, spanOf } from './period.ts';

/** The rule language in plain TypeScript, one customer at a time: what the compiler has to agree with. For tests. */
export type NaiveWorld = {
  catalog: Catalog; nowMs: number; customers: readonly CustomerRow[]; events: readonly EventRow[];
  classes: ReadonlyMap<string, ReadonlyMap<bigint, string>>;
};

export function selectNaively(node: RuleNode, world: NaiveWorld): bigint[] {
  const newest = new Map<bigint, CustomerRow>();
  for (const row of world.customers) {
    const before = newest.get(BigInt(row.customerId));
    if (!before || (row.version ?? 1) > (before.version ?? 1)) newest.set(BigInt(row.customerId), row);
  }
  const population = [...newest.values()].filter((row) => !row.excluded && !row.gone);
  return population.filter((row) => holds(node, row, world)).map((row) => BigInt(row.customerId)).sort((one, other) => (one < other ? -1 : 1));
}

function holds(node: RuleNode, row: CustomerRow, world: NaiveWorld): boolean {
  switch (node.kind) {
    case 'all': return node.nodes.every((inner) => holds(inner, row, world));
    case 'any': return node.nodes.some((inner) => holds(inner, row, world));
    case 'not': return !holds(node.node, row, world);
    case 'attribute': {
      const field = world.catalog.attributes.get(node.attribute);
      return field !== undefined && node.tests.every((test) => testHolds(test, field, attributeOf(row, field, world), world));
    }
    case 'model': {
      const found = world.classes.get(node.model)?.get(BigInt(row.customerId)) ?? classOfOthers;
      return node.classes.includes(found);
    }
    case 'audience': {
      const audience = world.catalog.audiences.get(node.audienceId);
      return audience !== undefined && holds(audience.node, row, world);
    }
    case 'event': return eventHolds(node, row, world);
  }
}

function eventHolds(node: EventNode, row: CustomerRow, world: NaiveWorld): boolean {
  const { afterMs, untilMs } = spanOf(node.period, world.nowMs, world.catalog.zone);
  const rows = world.events.filter((event) => BigInt(event.customerId) === BigInt(row.customerId) && event.name === node.event
    && event.atMs > (afterMs ?? -Infinity) && event.atMs <= untilMs
    && node.where.every(({ property, tests }) => {
      const field = plainProperties.get(property) ?? world.catalog.events.get(node.event)?.properties.get(property);
      return field !== undefined && tests.every((test) => testHolds(test, field, propertyOfRow(event, field), world));
    }));
  const key = node.measure.kind === 'sum' ? node.measure.property : null;
  const value = key === null ? rows.length : rows.reduce((sum, event) => sum + Number((key === 'amount' ? event.amount : event.properties?.[key]) ?? 0), 0);
  return value >= (node.least ?? -Infinity) && value <= (node.most ?? Infinity);
}

function attributeOf(row: CustomerRow, field: Field, world: NaiveWorld): Scalar | undefined {
  if (field.metric !== undefined) return metricOf(row, field, world);
  if (!plainAttributes.has(field.key)) return row.attributes?.[field.key] as Scalar | undefined;
  if (field.key === 'isContact') return row.isContact ?? false;
  if (field.key === 'createdAt') return row.createdMs ?? 0;
  if (field.key === 'ownerStaffId') return row.ownerStaffId === undefined ? undefined : formatId('staff', row.ownerStaffId);
  return row[field.key as 'city'] || undefined;
}

function metricOf(row: CustomerRow, { key }: Field, world: NaiveWorld): number | undefined {
  const of = (name: string) => world.events.filter((event) => BigInt(event.customerId) === BigInt(row.customerId) && event.atMs <= world.nowMs && event.name === name);
  const amount = (events: readonly EventRow[]) => events.reduce((total, event) => total + (event.amount ?? 0), 0);
  const [paid, refunded, canceled] = [of('order.paid'), of('order.refunded'), of('order.canceled')];
  if (key === 'orders') return paid.length - canceled.filter((event) => (event.amount ?? 0) > 0).length;
  if (key === 'netSales') return amount(paid) - amount(refunded) - amount(canceled);
  return paid.length === 0 ? undefined : Math.max(...paid.map((event) => event.atMs));
}

function propertyOfRow(row: EventRow, field: Field): Scalar | undefined {
  if (field.key === 'amount') return row.amount ?? 0;
  if (field.key === 'subject') return row.subject || undefined;
  if (field.key === 'source') return row.source ?? 'test';
  return row.properties?.[field.key] as Scalar | undefined;
}

function testHolds(test: ValueTest, field: Field, value: Scalar | undefined, world: NaiveWorld): boolean {
  switch (test.kind) {
    case 'in': return test.values.some((candidate) => candidate === value) !== test.negated;
    // A profile says 'unknown' where nobody has said a gender.
    case 'exists': return (value !== undefined && !(field.key === 'gender' && value === 'unknown')) === test.expected;
    case 'contains': return typeof value === 'string' && value.toLowerCase().includes(test.text.toLowerCase());
    case 'within': {
      const { afterMs, untilMs } = spanOf({ kind: 'within', window: test.window }, world.nowMs, world.catalog.zone);
      return Number(value) > (afterMs ?? 0) && Number(value) <= untilMs;
    }
    case 'atLeast': return typeof value === 'number' && value >= limitOf(test.value, 'start', field, world);
    case 'atMost': return typeof value === 'number' && value <= limitOf(test.value, 'end', field, world);
  }
}

function limitOf(value: number | string, edge: 'start' | 'end', field: Field, world: NaiveWorld): number {
  if (typeof value === 'number' || field.type !== 'time') return Number(value);
  const ms = momentMs(value, world.catalog.zone, edge);
  return edge === 'end' && value.length === 10 ? ms - 1 : ms;
}
