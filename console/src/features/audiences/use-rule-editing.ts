import type { Rule } from '@homefield/contract';
import { useMemo, useState } from 'react';
import { isApiProblem } from '../../api/problem.ts';
import { useRested } from '../../design/use-rested.ts';
import { useRulePreview } from './queries.ts';
import { draftOf, missingOf, nodeAt, ruleOf, type DraftGroup } from './rule-draft.ts';

/** Typing asks one question and not ten. */
const restMs = 350;

/** State of the rule under edit: its tree, what is missing, what the server finds wrong and where, and its live answer. */
export function useRuleEditing(initial: Rule | null, refusal: unknown) {
  const [draft, setDraft] = useState<DraftGroup>(() => draftOf(initial ?? { all: [] }));
  const { rule, places } = useMemo(() => ruleOf(draft), [draft]);
  const missing = useMemo(() => missingOf(draft), [draft]);
  const [start] = useState(() => JSON.stringify(rule));
  const complete = missing.size === 0;
  const asked = useRested(complete ? rule : null, restMs);
  const preview = useRulePreview(asked);
  const problems = useMemo(() => problemsByNode(places, [preview.error, refusal]), [places, preview.error, refusal]);
  const waiting = complete && asked !== rule;
  return {
    changed: JSON.stringify(rule) !== start,
    draft, setDraft, setRule: (next: Rule) => setDraft(draftOf(next)), rule, missing, complete, problems,
    preview: preview.data, error: preview.error, retry: () => void preview.refetch(),
    // Nothing is asked about an unfinished rule, so there is nothing to wait for.
    stale: complete && (waiting || preview.isPlaceholderData || preview.isFetching),
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
