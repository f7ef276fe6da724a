import { storedFor } from '../../customers/index.ts';
import type { Catalog, Field } from './catalog.ts';
import { compileMetrics, metricFound } from './metrics.ts';
import { leavesOf, type LeafNode, type RuleNode } from './node.ts';
import { compileGrouped, compileSet, compileTest, compileTuple, type PassContext } from './passes.ts';
import type { Scope } from './passes.ts';
import { planLeaf, type Plan, type PlanNode } from './plan.ts';
import { all, createBinder, path } from './sql.ts';
import { compileTests } from './values.ts';

export type Compiled = { text: string; params: Record<string, unknown> };

/** Customers whom no rule ever selects: staff, test accounts, peers, erased persons. */
const populationWhere = 'workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0';

type Query = { select: string; scope: Scope; tail: string };
const whole: Scope = { people: '', events: '' };
const given = (customers: string): Scope => ({ people: `customer_id in ${customers}`, events: `customer_id in ${customers} and ${storedFor(customers)}` });

/** Use 1a: how many of everybody, and ten of them, always the same for the same answer. */
export function compilePreview(plan: Plan, sampleMax = 10): Compiled {
  const sample = `arrayMap(pair -> toString(pair.2), groupArraySorted(${sampleMax})((sipHash64(customer_id), customer_id)))`;
  return compileQuery(plan, { select: `count() as count, countIf(is_contact) as contacts, ${sample} as sample`, scope: whole, tail: '' });
}

export function compileCount(plan: Plan): Compiled {
  return compileQuery(plan, { select: 'count() as count', scope: whole, tail: '' });
}

/** Use 1b: who, in the order of ids, a page after `afterId`. Later pages read less, because every pass is narrowed as well. */
export function compilePage(plan: Plan, afterId: bigint, limit: number): Compiled {
  const compiled = compileQuery(plan, {
    select: 'customer_id', scope: afterId > 0n ? { people: 'customer_id > {after:UInt64}', events: 'customer_id > {after:UInt64}' } : whole, tail: ' order by customer_id limit {limit:UInt32}',
  });
  return { text: compiled.text, params: { ...compiled.params, ...(afterId > 0n ? { after: afterId } : {}), limit } };
}

/** Use 2: who of a given set of customers. */
export function compileGiven(plan: Plan, customerIds: readonly bigint[]): Compiled {
  const compiled = compileQuery(plan, { select: 'customer_id', scope: given('{customers:Array(UInt64)}'), tail: '' });
  return { text: compiled.text, params: { ...compiled.params, customers: customerIds } };
}

function compileQuery(plan: Plan, query: Query): Compiled {
  const binder = createBinder();
  const context: PassContext = { binder, nowMs: plan.nowMs, zone: plan.zone, scope: query.scope };
  const { people } = plan;
  Object.assign(binder.params, people?.params);
  const where = [populationWhere, ...(people ? [people.text] : []), ...(query.scope.people ? [query.scope.people] : [])];
  const isTop = plan.root.kind === 'and' ? plan.root.nodes : [plan.root];
  const conditions = compileAll(isTop, plan, context);
  if (plan.joined.length === 0) {
    return { text: `select ${query.select} from customer final where ${all([...where, ...conditions])}${query.tail}`, params: binder.params };
  }
  const joins = plan.joined.map((pass, index) => `left any join (${compileGrouped(pass, context)}) as e${index} on e${index}.customer_id = c.customer_id`);
  const columns = `(select * from customer final where ${all(where)}) as c`;
  const select = query.select === 'customer_id' ? 'c.customer_id as customer_id' : query.select.replaceAll('customer_id', 'c.customer_id');
  const text = `select ${select} from ${columns} ${joins.join(' ')} where ${all(conditions)}${query.tail.replaceAll('customer_id', 'c.customer_id')}`;
  return { text, params: binder.params };
}

/** Conditions that must all hold; those on numbers of the orders are one. */
function compileAll(nodes: readonly PlanNode[], plan: Plan, context: PassContext): string[] {
  const measured = nodes.filter((node) => node.kind === 'attribute' && node.field.metric !== undefined) as Extract<PlanNode, { kind: 'attribute' }>[];
  if (measured.length < 2) return nodes.map((node) => compileNode(node, plan, context));
  const others = nodes.filter((node) => !measured.includes(node as (typeof measured)[number]));
  return [...others.map((node) => compileNode(node, plan, context)), prefixed(compileMetrics(measured, context), plan)];
}

function compileNode(node: PlanNode, plan: Plan, context: PassContext): string {
  switch (node.kind) {
    case 'and': return `(${all(compileAll(node.nodes, plan, context))})`;
    case 'or': return `(${node.nodes.map((inner) => compileNode(inner, plan, context)).join(' or ')})`;
    case 'not': return `not (${compileNode(node.node, plan, context)})`;
    case 'attribute': return node.field.metric === undefined ? compileTests(node, { ...context, json: 'attributes' }) : prefixed(compileMetrics([node], context), plan);
    case 'class': return compileClass(node, plan, context);
    case 'events': {
      if (node.joined === null) return prefixed(compileSet(node.pass, node.test, context), plan);
      return compileTest(node.test, node.pass, node.pass.measures.map((_measure, index) => `e${node.joined}.m${index}`), context.binder);
    }
  }
}

/** Beside joins `customer_id` alone would be ambiguous. */
function prefixed(condition: string, plan: Plan): string {
  return plan.joined.length > 0 ? `c.${condition}` : condition;
}

function compileClass(node: Extract<PlanNode, { kind: 'class' }>, plan: Plan, context: PassContext): string {
  // Before the first snapshot nobody is in a class, and everybody is one of the others.
  if (node.snapshotId === null) return node.others ? '1' : '0';
  const { binder } = context;
  const members = `select customer_id from class_member where ${all([
    'workspace_id = {workspace:UInt64}', `model = ${binder.bind('String', node.model)}`, `snapshot_id = ${binder.bind('UInt64', node.snapshotId)}`,
    ...(context.scope.people ? [context.scope.people] : []),
  ])}`;
  const others = prefixed(`customer_id not in (${members})`, plan);
  if (node.classes.length === 0) return others;
  const inside = prefixed(`customer_id in (${members} and class in ${binder.bind('Array(String)', node.classes)})`, plan);
  return node.others ? `(${inside} or ${others})` : inside;
}

/**
 * Use 3: one customer. A row when she belongs to the population at all; `v0`, `v1`, … are the verdicts (0 or 1) of the leaves from left
 * to right, `a0`, `a1`, … what was found (a count, a sum, a value), as text.
 */
export function compileVerdicts(rule: RuleNode, catalog: Catalog, nowMs: number, customerId: bigint): Compiled & { leaves: LeafNode[] } {
  const leaves = leavesOf(rule);
  const binder = createBinder();
  const context: PassContext = { binder, nowMs, zone: catalog.zone, scope: given('[{customer:UInt64}]') };
  const plan: Plan = { root: { kind: 'and', nodes: [] }, joined: [], nowMs, zone: catalog.zone };
  const tuples: string[] = [];
  const columns = leaves.flatMap((leaf, index) => {
    const node = planLeaf(leaf, catalog, nowMs);
    if (node.kind === 'events' && leaf.kind === 'event') {
      const name = `e${tuples.length}`;
      tuples.push(`(${compileTuple(node.pass, context)}) as ${name}`);
      return [`toUInt8(${compileTest(node.test, node.pass, [`${name}.1`], binder)}) as v${index}`, `toString(${name}.1) as a${index}`];
    }
    const found = node.kind === 'attribute' ? foundOf(node.field, context) : "''";
    return [`toUInt8(${compileNode(node, plan, context)}) as v${index}`, `${found} as a${index}`];
  });
  const heads = tuples.length > 0 ? `with ${tuples.join(', ')} ` : '';
  const text = `${heads}select ${columns.join(', ')} from customer final where ${populationWhere} and ${context.scope.people}`;
  return { text, params: { ...binder.params, customer: customerId }, leaves };
}

function foundOf(field: Field, context: PassContext): string {
  return field.metric === undefined ? `toString(${field.column ?? path('attributes', field.key)})` : metricFound(field, context);
}
