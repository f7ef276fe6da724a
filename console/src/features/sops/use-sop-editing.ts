import type { Sop, SopDefinition } from '@homefield/contract';
import { useEffect, useMemo, useState } from 'react';
import type { ApiProblem, ProblemPlace } from '../../api/problem.ts';
import { useSentence } from '../../app/session.ts';
import { useRested } from '../../design/use-rested.ts';
import { foundMistakes, lacksOf, newDefinition, problemsByStep } from './sop-draft.ts';
import { useSopCheck } from './queries.ts';
import { isTooLong } from './sop-length.ts';

/** Typing asks one question and not ten. */
const restMs = 400;

/** Why it was not published: what the server said, or the mistakes that were found before it was asked. */
export type Refusal = ApiProblem | Readonly<{ places: readonly ProblemPlace[] }>;

type Options = Readonly<{ sop: Sop | undefined; audienceId: string; /** Of what was refused last; over with the next change. */ places: readonly ProblemPlace[]; onChange: () => void }>;

/** State of an SOP under edit: name and definition, what is missing, and what the server finds wrong in it while it is written. */
export function useSopEditing({ sop, audienceId, places, onChange }: Options) {
  const sentence = useSentence();
  const [name, keepName] = useState(sop?.name ?? '');
  const [start] = useState<SopDefinition>(() => sop?.definition ?? newDefinition(audienceId));
  const [definition, keepDefinition] = useState(start);
  const rested = useRested(definition, restMs);
  const check = useSopCheck(rested, sop?.state !== 'ended' && !isTooLong('', rested));
  const { problems, audienceProblem } = useMemo(() => {
    const found = check.data ? foundMistakes(check.data, sentence) : [];
    const refusedSteps = problemsByStep(definition.steps, places);
    const checked = problemsByStep(check.data?.definition.steps ?? [], found);
    return {
      // The check knows the present words; what was refused stands only where it has nothing to say.
      problems: new Map([...refusedSteps, ...checked]),
      audienceProblem: check.data?.definition.trigger.audienceId === definition.trigger.audienceId ? found.find(({ pointer }) => pointer.endsWith('/audienceId'))?.detail : undefined,
    };
  }, [check.data, sentence, definition, places]);
  const set = (next: Partial<{ name: string; definition: SopDefinition }>) => {
    if (next.name !== undefined) keepName(next.name);
    if (next.definition) keepDefinition(next.definition);
    onChange();
  };
  const changed = useMemo(() => name !== (sop?.name ?? '') || JSON.stringify(definition) !== JSON.stringify(start), [name, definition, sop?.name, start]);
  return { name, definition, set, changed, lacks: lacksOf(name, definition), problems, audienceProblem };
}

/** Brings the first field that something is wrong with into sight, and the cursor into it, each time that `asked` changes. */
export function useFirstMistake(form: { readonly current: HTMLElement | null }, asked: unknown): void {
  useEffect(() => {
    if (!asked) return undefined;
    // After the dialog that asked has closed and given the focus back.
    const timer = setTimeout(() => {
      const field = form.current?.querySelector<HTMLElement>('[data-wrong="true"] :is(textarea, input)');
      field?.scrollIntoView({ block: 'center' });
      field?.focus({ preventScroll: true });
    }, 350);
    return () => clearTimeout(timer);
  }, [form, asked]);
}

/** Brings a part of the page into sight when there is something new to read in it; whoever saved from elsewhere is not looking there. */
export function useInSight(part: { readonly current: HTMLElement | null }, news: unknown): void {
  useEffect(() => {
    if (!news) return undefined;
    // A tab that is being opened has no place yet.
    const timer = setTimeout(() => part.current?.scrollIntoView({ block: 'nearest' }), 50);
    return () => clearTimeout(timer);
  }, [part, news]);
}
