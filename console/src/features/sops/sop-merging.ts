import type { SopStep } from '@homefield/contract';
import { newStep } from './sop-draft.ts';

/** One SOP three times: as it was opened, as I have it, as somebody else saved it meanwhile. */
export type Three<Value> = Readonly<{ base: Value; mine: Value; theirs: Value }>;
export type Side = 'mine' | 'theirs';
type Steps = readonly SopStep[];
/** A step that both do not have alike; absent where a side does not have it. `start`: theirs where I changed nothing. */
export type StepDifference = Readonly<{ id: string; kind: SopStep['kind']; /** Its place, from 1. */ number: number; added: boolean; mine: SopStep | undefined; theirs: SopStep | undefined; start: Side }>;

/** The same words, in whatever order they are written. */
export function isSame(left: unknown, right: unknown): boolean {
  return textOf(left) === textOf(right);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part)) ?? '';
}

const byId = (steps: Steps) => new Map(steps.map((step) => [step.id, step]));
const idsIn = (steps: Steps, others: Steps) => steps.map(({ id }) => id).filter((id) => others.some((one) => one.id === id));

/** Ids are given by counting, so two people who add a step each may give the same one: mine get others, and none of both hides the other. */
export function apart({ base, mine, theirs }: Three<Steps>): SopStep[] {
  const [known, saved] = [byId(base), byId(theirs)];
  const taken = [...base, ...theirs, ...mine];
  return mine.map((step) => {
    const other = saved.get(step.id);
    if (!other || known.has(step.id) || isSame(step, other)) return step;
    const { id } = newStep(step.kind, taken);
    taken.push({ ...step, id });
    return { ...step, id };
  });
}

/** Where both differ, in the order in which the steps are: theirs, and mine after them. `mine` went through `apart`. */
export function stepDifferences({ base, mine, theirs }: Three<Steps>): StepDifference[] {
  const [before, my, their] = [byId(base), byId(mine), byId(theirs)];
  const ids = [...new Set([...theirs, ...mine].map(({ id }) => id))];
  return ids.flatMap((id): StepDifference[] => {
    const [was, one, other] = [before.get(id), my.get(id), their.get(id)];
    const kind = (one ?? other)?.kind;
    if (!kind || isSame(one, other)) return [];
    const number = [theirs, mine].map((steps) => steps.findIndex((step) => step.id === id) + 1).find((place) => place > 0) ?? 0;
    return [{ id, kind, number, added: !was, mine: one, theirs: other, start: isSame(one, was) ? 'theirs' : 'mine' }];
  });
}

/** Which order stays when nobody chooses; null: both have what they share in the same one. */
export function orderStart({ base, mine, theirs }: Three<Steps>): Side | null {
  if (isSame(idsIn(mine, theirs), idsIn(theirs, mine))) return null;
  const known = base.filter(({ id }) => mine.some((one) => one.id === id));
  return isSame(idsIn(mine, known), idsIn(known, mine)) ? 'theirs' : 'mine';
}

/** The steps of both: each from the side that was chosen, in the order of one side; what only the other one has comes after what it came after there, and after what is new there already. */
export function mergedSteps({ mine, theirs }: Three<Steps>, side: (id: string) => Side, order: Side): SopStep[] {
  const of = { mine: byId(mine), theirs: byId(theirs) };
  const [lead, other, otherSide] = order === 'mine' ? [mine, theirs, 'theirs' as const] : [theirs, mine, 'mine' as const];
  const ids = lead.map(({ id }) => id);
  other.forEach(({ id }, index) => {
    if (ids.includes(id)) return;
    let place = ids.indexOf(other[index - 1]?.id ?? '') + 1;
    while (place < ids.length && !of[otherSide].has(ids[place] ?? '')) place += 1;
    ids.splice(place, 0, id);
  });
  const merged = ids.flatMap((id) => of[side(id)].get(id) ?? []);
  // Each removed what the other kept: an SOP without steps is none, and theirs is what is saved already.
  return merged.length > 0 ? merged : [...theirs];
}
