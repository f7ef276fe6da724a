import { auditWords } from '@homefield/contract/audit-words';
import { useMemo } from 'react';
import { useFormat } from '../../app/session.ts';
import { usePreferences } from '../../app/preferences.ts';

/** Actions and their details in words of the reader; the CSV of the log says the same. */
export function useAuditWords() {
  const language = usePreferences((state) => state.language);
  const format = useFormat();
  return useMemo(() => {
    const words = auditWords(language);
    return { ...words, detail: (detail: Readonly<Record<string, unknown>>) => words.detail(detail, (ms) => format.fullDay(ms)), object: ({ kind, name }: { kind: string; name: string | null }) => name ?? words.kind(kind) };
  }, [language, format]);
}
