import type { Scalar } from '@homefield/contract';

/** A parsed rule: every node knows its place, and a leaf says one thing. */
export type RuleNode = GroupNode | NotNode | LeafNode;

export type GroupNode = { kind: 'all'; pointer: string; nodes: RuleNode[] } | { kind: 'any'; pointer: string; nodes: RuleNode[] };
export type NotNode = { kind: 'not'; pointer: string; node: RuleNode };
export type LeafNode = AttributeNode | EventNode | ModelNode | AudienceNode;

export type AttributeNode = { kind: 'attribute'; pointer: string; attribute: string; tests: ValueTest[] };
export type EventNode = {
  kind: 'event'; pointer: string; event: string; where: { property: string; pointer: string; tests: ValueTest[] }[];
  measure: { kind: 'count' } | { kind: 'sum'; property: string };
  /** Lowest and highest count or sum that satisfies, both included. */
  least?: number; most?: number;
  period: Period;
};
export type ModelNode = { kind: 'model'; pointer: string; model: string; classes: string[] };
export type AudienceNode = { kind: 'audience'; pointer: string; audienceId: bigint };

export type ValueTest =
  | { kind: 'in'; values: Scalar[]; negated: boolean; pointer: string }
  | { kind: 'atLeast' | 'atMost'; value: number | string; pointer: string }
  | { kind: 'contains'; text: string; pointer: string; /** Whole values that hold as well: former names of a store. */ or?: string[] }
  | { kind: 'exists'; expected: boolean; pointer: string }
  | { kind: 'within'; window: string; pointer: string };

export type Period = { kind: 'ever' } | { kind: 'within'; window: string } | { kind: 'between'; from: string; to: string };

/** The leaves from left to right: the order in which verdicts are given. */
export function leavesOf(node: RuleNode): LeafNode[] {
  if (node.kind === 'all' || node.kind === 'any') return node.nodes.flatMap(leavesOf);
  return node.kind === 'not' ? leavesOf(node.node) : [node];
}

/** RFC 6901: one step further down from a place. */
export function at(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
