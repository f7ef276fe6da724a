import type { Sop, SopDefinition } from '@homefield/contract';
import { useEffect, useMemo, useState } from 'react';
import { isApiProblem } from '../../api/problem.ts';
import { useSentence } from '../../app/session.ts';
import { useRested } from '../../design/use-rested.ts';
import { foundMistakes, lacksOf, newDefinition, problemsByStep } from './sop-draft.ts';
import { useSopCheck } from './queries.ts';

/** Typing asks one question and not ten. */
const restMs = 400;

type Options = Readonly<{ sop: Sop | undefined; audienceId: string; /** What was refused last; over with the next change. */ refused: unknown; onChange: () => void }>;

/** State of an SOP under edit: name and definition, what is missing, and what the server finds wrong in it while it is written. */
export function useSopEditing({ sop, audienceId, refused, onChange }: Options) {
  const sentence = useSentence();
  const [name, keepName] = useState(sop?.name ?? '');
  const [start] = useState<SopDefinition>(() => sop?.definition ?? newDefinition(audienceId));
  const [definition, keepDefinition] = useState(start);
  const rested = useRested(definition, restMs);
  const check = useSopCheck(rested, sop?.state !== 'ended');
  const { problems, audienceProblem } = useMemo(() => {
    const found = check.data ? foundMistakes(check.data, sentence) : [];
    const refusedSteps = problemsByStep(definition.steps, isApiProblem(refused) ? refused.places : []);
    const checked = problemsByStep(check.data?.definition.steps ?? [], found);
    return {
      // The check knows the present words; what was refused stands only where it has nothing to say.
      problems: new Map([...refusedSteps, ...checked]),
      audienceProblem: check.data?.definition.trigger.audienceId === definition.trigger.audienceId ? found.find(({ pointer }) => pointer.endsWith('/audienceId'))?.detail : undefined,
    };
  }, [check.data, sentence, definition, refused]);
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
