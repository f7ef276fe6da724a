import type { Rule } from '@homefield/contract';
import { useEffect, useMemo, useState } from 'react';
import { isApiProblem } from '../../api/problem.ts';
import { useRulePreview } from './queries.ts';
import { draftOf, missingOf, nodeAt, ruleOf, type DraftGroup } from './rule-draft.ts';

const restMs = 350;

/** A value that follows after a rest, so that typing asks one question and not ten. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** State of the rule under edit: its tree, what is missing, what the server finds wrong and where, and its live answer. */
export function useRuleEditing(initial: Rule | null, refusal: unknown) {
  const [draft, setDraft] = useState<DraftGroup>(() => draftOf(initial ?? { all: [] }));
  const { rule, places } = useMemo(() => ruleOf(draft), [draft]);
  const missing = useMemo(() => missingOf(draft), [draft]);
  const complete = missing.size === 0;
  const asked = useRested(complete ? rule : null);
  const preview = useRulePreview(asked);
  const problems = useMemo(() => problemsByNode(places, [preview.error, refusal]), [places, preview.error, refusal]);
  const waiting = complete && asked !== rule;
  return {
    draft, setDraft, setRule: (next: Rule) => setDraft(draftOf(next)), rule, missing, complete, problems,
    preview: preview.data, error: preview.error, retry: () => void preview.refetch(),
    stale: waiting || preview.isPlaceholderData || preview.isFetching,
  };
}

function problemsByNode(places: ReadonlyMap<string, string>, errors: readonly unknown[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const error of errors) {
    for (const place of isApiProblem(error) ? error.places : []) {
      const id = nodeAt(places, place.pointer);
      if (id) found.set(id, [...(found.get(id) ?? []), place.detail]);
    }
  }
  return found;
}
