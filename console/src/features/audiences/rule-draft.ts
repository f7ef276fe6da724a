import type { AttributeCondition, AudienceCondition, EventCondition, ModelCondition, Rule } from '@homefield/contract';

/** `none` is "not any", `notAll` is "not all": every rule of the language can be drawn with these four. */
export type GroupMode = 'all' | 'any' | 'none' | 'notAll';
export type DraftGroup = Readonly<{ id: string; kind: 'group'; mode: GroupMode; members: readonly DraftNode[] }>;
/** A condition under edit: fields may still be missing. */
export type DraftCondition = Readonly<
  | { id: string; kind: 'attribute'; value: Partial<AttributeCondition> }
  | { id: string; kind: 'event'; value: Partial<EventCondition> }
  | { id: string; kind: 'model'; value: Partial<ModelCondition> }
  | { id: string; kind: 'audience'; value: Partial<AudienceCondition> }
>;
export type DraftNode = DraftGroup | DraftCondition;
export type ConditionKind = DraftCondition['kind'];

let made = 0;

/** Ids only tell nodes apart on the screen; they are never sent. */
export function newId(): string {
  made += 1;
  return `n${made}`;
}

export const newCondition = (kind: ConditionKind): DraftCondition =>
  kind === 'event' ? { id: newId(), kind, value: { within: '30d' } } : { id: newId(), kind, value: {} };
export const newGroup = (mode: GroupMode, members: readonly DraftNode[] = []): DraftGroup => ({ id: newId(), kind: 'group', mode, members });

/** The tree of the editor for a rule. Its top is always a group, so that there is a place to add to. */
export function draftOf(rule: Rule): DraftGroup {
  const node = nodeOf(rule);
  return node.kind === 'group' ? node : newGroup('all', [node]);
}

function nodeOf(rule: Rule): DraftNode {
  if ('all' in rule) return newGroup('all', rule.all.map(nodeOf));
  if ('any' in rule) return newGroup('any', rule.any.map(nodeOf));
  if ('not' in rule) return negated(rule.not);
  if ('attribute' in rule) return { id: newId(), kind: 'attribute', value: rule };
  if ('event' in rule) return { id: newId(), kind: 'event', value: rule };
  if ('model' in rule) return { id: newId(), kind: 'model', value: rule };
  return { id: newId(), kind: 'audience', value: rule };
}

function negated(rule: Rule): DraftGroup {
  if ('any' in rule) return newGroup('none', rule.any.map(nodeOf));
  if ('all' in rule) return newGroup('notAll', rule.all.map(nodeOf));
  return newGroup('none', [nodeOf(rule)]);
}

/** The rule of a tree, with the place (JSON pointer) of every node in it. */
export function ruleOf(group: DraftGroup): { rule: Rule; places: ReadonlyMap<string, string> } {
  const places = new Map<string, string>();
  return { rule: written(group, '', places), places };
}

function written(node: DraftNode, pointer: string, places: Map<string, string>): Rule {
  places.set(pointer, node.id);
  // A condition under edit may lack fields; `missingOf` says so before anything is sent.
  if (node.kind !== 'group') return node.value as Rule;
  const list = (key: 'all' | 'any', at: string) => node.members.map((member, index) => written(member, `${at}/${key}/${index}`, places));
  if (node.mode === 'all') return { all: list('all', pointer) };
  if (node.mode === 'any') return { any: list('any', pointer) };
  const [only] = node.members;
  if (node.mode === 'none' && only && node.members.length === 1 && !isPlainGroup(only)) return { not: written(only, `${pointer}/not`, places) };
  return node.mode === 'none' ? { not: { any: list('any', `${pointer}/not`) } } : { not: { all: list('all', `${pointer}/not`) } };
}

/** `not` of an `all` or `any` would read back as another mode of this group. */
function isPlainGroup(node: DraftNode): boolean {
  return node.kind === 'group' && (node.mode === 'all' || node.mode === 'any');
}

export type Missing = 'members' | 'attribute' | 'value' | 'event' | 'limit' | 'class' | 'audience';

/** What still has to be filled in, by node. Empty: the rule can be asked for. */
export function missingOf(group: DraftGroup): ReadonlyMap<string, Missing> {
  const missing = new Map<string, Missing>();
  const visit = (node: DraftNode): void => {
    const lack = lackOf(node);
    if (lack) missing.set(node.id, lack);
    if (node.kind === 'group') node.members.forEach(visit);
  };
  visit(group);
  return missing;
}

function lackOf(node: DraftNode): Missing | null {
  switch (node.kind) {
    case 'group': return node.members.length === 0 ? 'members' : null;
    case 'attribute': return !node.value.attribute ? 'attribute' : Object.keys(node.value).length < 2 || hasEmptyList(node.value) ? 'value' : null;
    case 'event': return !node.value.event ? 'event' : node.value.sum !== undefined && node.value.atLeast === undefined && node.value.atMost === undefined ? 'limit' : null;
    case 'model': return !node.value.model || !node.value.class || node.value.class.length === 0 ? 'class' : null;
    case 'audience': return node.value.audience ? null : 'audience';
  }
}

function hasEmptyList(value: Partial<AttributeCondition>): boolean {
  return value.in?.length === 0 || value.notIn?.length === 0;
}

/** Replaces one node; everything else stays the same object. */
export function changeNode(group: DraftGroup, id: string, change: (node: DraftNode) => DraftNode): DraftGroup {
  const next = (node: DraftNode): DraftNode => {
    if (node.id === id) return change(node);
    return node.kind === 'group' ? { ...node, members: node.members.map(next) } : node;
  };
  return next(group) as DraftGroup;
}

export function removeNode(group: DraftGroup, id: string): DraftGroup {
  return {
    ...group,
    members: group.members.filter((member) => member.id !== id).map((member) => (member.kind === 'group' ? removeNode(member, id) : member)),
  };
}

export function addMember(group: DraftGroup, groupId: string, member: DraftNode): DraftGroup {
  return changeNode(group, groupId, (node) => (node.kind === 'group' ? { ...node, members: [...node.members, member] } : node));
}

/** Finds the node that a problem's pointer means: the deepest one on its way. Pointers may start at the request or at the rule. */
export function nodeAt(places: ReadonlyMap<string, string>, pointer: string): string | undefined {
  const inRule = pointer.replace(/^\/rule(?=\/|$)/, '');
  for (let end = inRule; ; end = end.slice(0, end.lastIndexOf('/'))) {
    const id = places.get(end);
    if (id !== undefined || end === '') return id;
  }
}
