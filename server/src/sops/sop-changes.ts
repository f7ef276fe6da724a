import type { SopDefinition, SopStep } from '@homefield/contract';

type Draft = { name: string; definition: SopDefinition };

/** What a save changed, in words of the audit log (`fields`). Steps go by their id: one that only moved is not a new one. */
export function changesOf(before: Draft, after: Draft): string[] {
  return [...(before.name === after.name ? [] : ['name']), ...definitionChanges(before.definition, after.definition)];
}

/** The same without the name, which is of the SOP and not of a version. */
export function definitionChanges(old: SopDefinition, now: SopDefinition): string[] {
  return [
    ...(old.trigger.audienceId === now.trigger.audienceId ? [] : ['entryAudience']),
    ...(old.entry.again === now.entry.again ? [] : ['again']),
    ...(old.holdOut === now.holdOut ? [] : ['holdOut']),
    ...stepChanges(old.steps, now.steps),
    ...(old.goal.withinDays === now.goal.withinDays ? [] : ['goal']),
    ...(old.quietHours.from === now.quietHours.from && old.quietHours.to === now.quietHours.to ? [] : ['quietHours']),
  ];
}

function stepChanges(old: readonly SopStep[], now: readonly SopStep[]): string[] {
  const found = new Set<string>();
  const before = new Map(old.map((step) => [step.id, step]));
  for (const step of now) {
    const was = before.get(step.id);
    if (!was) found.add('stepsAdded');
    else if (was.kind === 'wait' || step.kind === 'wait') {
      if (was.kind !== step.kind || (was.kind === 'wait' && step.kind === 'wait' && was.for !== step.for)) found.add('waits');
    } else {
      if (was.text !== step.text) found.add('words');
      if (was.confirmWithin !== step.confirmWithin) found.add('confirmWithin');
    }
  }
  const [oldIds, nowIds] = [old.map(({ id }) => id), now.map(({ id }) => id)];
  if (oldIds.some((id) => !nowIds.includes(id))) found.add('stepsRemoved');
  const [stayed, stay] = [oldIds.filter((id) => nowIds.includes(id)), nowIds.filter((id) => oldIds.includes(id))];
  if (stayed.some((id, index) => id !== stay[index])) found.add('stepsOrder');
  return ['words', 'waits', 'confirmWithin', 'stepsAdded', 'stepsRemoved', 'stepsOrder'].filter((name) => found.has(name));
}
