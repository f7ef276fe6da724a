import { classOfOthers, propertyOf, type Catalog, type Field } from './catalog.ts';
import type { EventNode, LeafNode, RuleNode, ValueTest } from './node.ts';
import { spanOf, type Span } from './period.ts';
import type { StoreNames } from '../../customers/index.ts';

export type FieldTests = { field: Field; tests: readonly ValueTest[] };

/** One number per customer, read from the events of one name. */
export type Measure = { sum: Field | null; where: readonly FieldTests[]; span: Span };

/** A test over the measures of one pass; `measure` is the index of the measure in its pass. */
export type MeasureTest =
  | { kind: 'measure'; measure: number; least?: number; most?: number }
  | { kind: 'and'; tests: MeasureTest[] }
  | { kind: 'or'; tests: MeasureTest[] }
  | { kind: 'not'; test: MeasureTest };

/** One reading of the events of one name, grouped by customer. */
export type Pass = { event: string; measures: Measure[] };

export type PlanNode =
  | { kind: 'and'; nodes: PlanNode[] }
  | { kind: 'or'; nodes: PlanNode[] }
  | { kind: 'not'; node: PlanNode }
  | ({ kind: 'attribute' } & FieldTests)
  | { kind: 'class'; model: string; snapshotId: bigint | null; classes: string[]; others: boolean }
  /** Conditions on one event name that one pass answers: as a set of customers, or joined when the rule needs it in several places. */
  | { kind: 'events'; pass: Pass; test: MeasureTest; joined: number | null };

export type Plan = {
  root: PlanNode; joined: Pass[]; nowMs: number; zone: string;
  /** Of whom is asked, if not of everybody: a condition on the table of customers. */
  people?: { text: string; params: Record<string, unknown> } | undefined;
};

/** Step 3: windows become instants, audiences become their rules, and conditions on the same event name become one pass. */
export function planRule(node: RuleNode, catalog: Catalog, nowMs: number): Plan {
  const root = build(node, catalog, nowMs);
  const joined = joinScattered(root);
  return { root, joined, nowMs, zone: catalog.zone };
}

/** The plan of a single condition, for the verdicts of one customer. Its pass is never merged. */
export function planLeaf(leaf: LeafNode, catalog: Catalog, nowMs: number): PlanNode {
  switch (leaf.kind) {
    case 'attribute': return { kind: 'attribute', field: need(catalog.attributes.get(leaf.attribute)), tests: byEveryName(leaf.attribute, leaf.tests, catalog.stores) };
    case 'model': {
      const classes = leaf.classes.filter((name) => name !== classOfOthers);
      const { name, snapshotId } = need(catalog.models.get(leaf.model));
      return { kind: 'class', model: name, snapshotId, classes, others: classes.length < leaf.classes.length };
    }
    case 'event': {
      const pass = { event: leaf.event, measures: [measureOf(leaf, catalog, nowMs)] };
      return { kind: 'events', pass, test: { kind: 'measure', measure: 0, least: leaf.least, most: leaf.most }, joined: null };
    }
    case 'audience': return build(need(catalog.audiences.get(leaf.audienceId)).node, catalog, nowMs);
  }
}

/** A store is meant by all its names, also one that it has been given, or given up, since the rule was written. */
function byEveryName(key: string, tests: readonly ValueTest[], stores: StoreNames): ValueTest[] {
  if (key !== 'store') return [...tests];
  return tests.map((test) => {
    if (test.kind === 'contains') return { ...test, or: stores.formerOf(test.text) };
    return test.kind === 'in' && test.values.every((value) => typeof value === 'string') ? { ...test, values: stores.allOf(test.values) } : test;
  });
}

function build(node: RuleNode, catalog: Catalog, nowMs: number): PlanNode {
  if (node.kind === 'all' || node.kind === 'any') return group(node.kind === 'all' ? 'and' : 'or', node.nodes.map((child) => build(child, catalog, nowMs)));
  if (node.kind !== 'not') return planLeaf(node, catalog, nowMs);
  const inner = build(node.node, catalog, nowMs);
  if (inner.kind === 'events') return { ...inner, test: { kind: 'not', test: inner.test } };
  return inner.kind === 'not' ? inner.node : { kind: 'not', node: inner };
}

/**
 * Flattens groups of the same kind and merges the conditions on one event name into one pass: three conditions on `order.paid` read
 * the orders once (measured on 50 M events: 1.07 x one condition, against 1.7 x in three sets).
 */
function group(kind: 'and' | 'or', children: PlanNode[]): PlanNode {
  const nodes: PlanNode[] = [];
  const merged = new Map<string, Extract<PlanNode, { kind: 'events' }>>();
  for (const child of children.flatMap((node) => (node.kind === kind ? node.nodes : [node]))) {
    const before = child.kind === 'events' ? merged.get(child.pass.event) : undefined;
    if (child.kind !== 'events') nodes.push(child);
    else if (!before) {
      const copy = { ...child, pass: { event: child.pass.event, measures: [...child.pass.measures] } };
      merged.set(child.pass.event, copy);
      nodes.push(copy);
    } else {
      const test = moveInto(before.pass, child.pass, child.test);
      before.test = before.test.kind === kind ? { kind, tests: [...before.test.tests, test] } : { kind, tests: [before.test, test] };
    }
  }
  const [only] = nodes;
  return nodes.length === 1 && only ? only : { kind, nodes };
}

/** Adds the measures of `from` to `into` (each different one once) and returns the test with its new indexes. */
function moveInto(into: Pass, from: Pass, test: MeasureTest): MeasureTest {
  const indexes = from.measures.map((measure) => {
    const key = JSON.stringify(measure);
    const found = into.measures.findIndex((known) => JSON.stringify(known) === key);
    return found >= 0 ? found : into.measures.push(measure) - 1;
  });
  return renumber(test, indexes);
}

function renumber(test: MeasureTest, indexes: readonly number[]): MeasureTest {
  if (test.kind === 'measure') return { ...test, measure: indexes[test.measure] ?? 0 };
  if (test.kind === 'not') return { kind: 'not', test: renumber(test.test, indexes) };
  return { kind: test.kind, tests: test.tests.map((inner) => renumber(inner, indexes)) };
}

/** Event names that stayed in several places of the tree are read once and joined (0.5 x two sets); the others become sets, which cost least. */
function joinScattered(root: PlanNode): Pass[] {
  const byEvent = new Map<string, Extract<PlanNode, { kind: 'events' }>[]>();
  visit(root, (node) => {
    if (node.kind === 'events') byEvent.set(node.pass.event, [...(byEvent.get(node.pass.event) ?? []), node]);
  });
  const joined: Pass[] = [];
  for (const [event, nodes] of byEvent) {
    if (nodes.length < 2) continue;
    const pass: Pass = { event, measures: [] };
    for (const node of nodes) {
      node.test = moveInto(pass, node.pass, node.test);
      node.pass = pass;
      node.joined = joined.length;
    }
    joined.push(pass);
  }
  return joined;
}

function visit(node: PlanNode, see: (node: PlanNode) => void): void {
  see(node);
  if (node.kind === 'and' || node.kind === 'or') for (const child of node.nodes) visit(child, see);
  if (node.kind === 'not') visit(node.node, see);
}

function measureOf(leaf: EventNode, catalog: Catalog, nowMs: number): Measure {
  const event = need(catalog.events.get(leaf.event));
  const where = leaf.where.map(({ property, tests }) => ({ field: need(propertyOf(event, property)), tests: byEveryName(property, tests, catalog.stores) }));
  const sum = leaf.measure.kind === 'sum' ? need(propertyOf(event, leaf.measure.property)) : null;
  return { sum, where, span: spanOf(leaf.period, nowMs, catalog.zone) };
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A rule was planned that had not been checked.');
  return value;
}
