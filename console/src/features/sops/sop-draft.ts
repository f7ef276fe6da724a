import type { Sop, SopDefinition, SopMistakes, SopStep } from '@homefield/contract';

/** What is offered to say about a customer, as the contract's `offeredVariables` (a test holds the two together). */
export const variables = ['customer.name', 'customer.city', 'customer.store'] as const;

/** What customers meet: the published version, and the draft before there is one. */
export function runningOf({ published, definition }: Pick<Sop, 'published' | 'definition'>): SopDefinition {
  return published ?? definition;
}

export type DurationUnit = 'm' | 'h' | 'd';
export const durationUnits: readonly DurationUnit[] = ['m', 'h', 'd'];

/** `2d` → 2 and `d`. */
export function durationParts(text: string): { number: number; unit: DurationUnit } {
  const match = /^(\d+)([mhd])$/.exec(text);
  return match ? { number: Number(match[1]), unit: match[2] as DurationUnit } : { number: 1, unit: 'd' };
}

/** A new SOP over an audience: wait a day, then one message; a tenth held out; a purchase within two weeks. */
export function newDefinition(audienceId: string): SopDefinition {
  return {
    trigger: { kind: 'audience_entry', audienceId }, holdOut: 0.1, steps: [newStep('send', [])],
    goal: { event: 'order.paid', withinDays: 14 }, entry: { again: 'never' }, quietHours: { from: '21:00', to: '09:00' },
  };
}

export function newStep(kind: SopStep['kind'], steps: readonly SopStep[]): SopStep {
  const id = freeId(kind, steps);
  return kind === 'wait' ? { kind, id, for: '1d' } : { kind, id, channel: 'wecom.broadcast', text: '', confirmWithin: '2d' };
}

/** Ids stay with their step for good, since counts and running customers hang on them: a new one is never one that is in use. */
function freeId(kind: string, steps: readonly SopStep[]): string {
  for (let number = 1; ; number += 1) {
    const id = `${kind}-${number}`;
    if (!steps.some((step) => step.id === id)) return id;
  }
}

export function moved(steps: readonly SopStep[], from: number, by: -1 | 1): SopStep[] {
  const to = from + by;
  const next = [...steps];
  const [step] = next.splice(from, 1);
  if (step && to >= 0 && to < steps.length) next.splice(to, 0, step);
  return step && next.length === steps.length ? next : [...steps];
}

/** What still has to be filled in: the name before it can be saved, the others before it can be published. */
export function lacksOf(name: string, definition: SopDefinition): { name: boolean; audience: boolean; texts: readonly string[] } {
  return {
    name: name.trim() === '', audience: definition.trigger.audienceId === '',
    texts: definition.steps.filter((step) => step.kind === 'send' && step.text.trim() === '').map((step) => step.id),
  };
}

/**
 * A text as its customer would see it: known variables replaced, with Liquid's plain `default` filter. What else Liquid can do is
 * left as it is written; the server renders it.
 */
export function previewText(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*([\w.]+)\s*(?:\|\s*default:\s*["']([^"']*)["']\s*)?\}\}/g, (whole, name: string, fallback: string | undefined) =>
    (name in facts ? facts[name] || (fallback ?? '') : whole));
}

/** A text with something put where the cursor stands, in place of what is chosen there; at its end while it stands nowhere. */
export function inserted(text: string, place: readonly [from: number, to: number] | null, piece: string): { text: string; caret: number } {
  const [from, to] = place ?? [text.length, text.length];
  const before = text.slice(0, from) + piece;
  return { text: before + text.slice(Math.max(from, to)), caret: before.length };
}

type Place = Readonly<{ pointer: string; detail: string }>;

/** Problems of a refused request by the id of the step that they mean: pointers such as `/definition/steps/1/text` or `/steps/1/text`. */
export function problemsByStep(steps: readonly SopStep[], places: readonly Place[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { pointer, detail } of places) {
    const index = /\/steps\/(\d+)/.exec(pointer)?.[1];
    const id = index === undefined ? undefined : steps[Number(index)]?.id;
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []).filter((known) => known !== detail), detail]);
  }
  return found;
}

/** What the server finds wrong in the texts that are there. What is still empty is not wrong yet: the fields say so by themselves. */
export function foundMistakes({ definition, mistakes }: SopMistakes & { definition: SopDefinition }, sentence: (text: { zh: string; en: string }) => string): Place[] {
  const empty = new Set(definition.steps.flatMap((step, index) => (step.kind === 'send' && step.text.trim() === '' ? [`/definition/steps/${index}/text`] : [])));
  if (definition.trigger.audienceId === '') empty.add('/definition/trigger/audienceId');
  return mistakes.filter(({ pointer }) => !empty.has(pointer)).map((mistake) => ({ pointer: mistake.pointer, detail: sentence(mistake.sentence) }));
}
