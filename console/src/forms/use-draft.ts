import type { FormDraft } from '@homefield/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, get, put } from '../api/client.ts';

const saveDelayMs = 800;

export type Draft<Value> = {
  /** One that was left behind, until it is restored or thrown away. `outdated`: the thing itself was changed since. */
  found: { value: Value; savedAtMs: number; outdated: boolean } | null;
  /** When what is typed was last kept; null before. */
  keptAtMs: number | null;
  /** Takes the found one out of the way; whoever restores puts its value into the form. */
  settle(restored: boolean): void;
  /** After the save, or when the person gives it up. */
  forget(): void;
};

type Options<Value> = Readonly<{ /** `audience:aud_…` */ name: string; /** The version that is being changed. */ base: string; value: Value; dirty: boolean }>;

/**
 * Keeps what is typed on the server while it is typed, and offers it again when the form is opened the next time. A draft that cannot be kept
 * stops nobody: the form itself still holds everything.
 */
export function useDraft<Value>({ name, base, value, dirty }: Options<Value>): Draft<Value> {
  const [found, setFound] = useState<Draft<Value>['found']>(null);
  const [keptAtMs, setKeptAtMs] = useState<number | null>(null);
  const kept = useRef(false);
  useEffect(() => {
    const stop = new AbortController();
    void get<FormDraft>('/drafts', { key: name }, stop.signal).then(({ draft }) => {
      if (draft) setFound({ value: draft.value as Value, savedAtMs: draft.savedAtMs, outdated: draft.base !== base });
    }, () => undefined);
    return () => stop.abort();
    // Looked for once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);
  const text = JSON.stringify(value);
  useEffect(() => {
    // What was found is not overwritten before the person has decided about it.
    if (!dirty || found) return;
    const timer = setTimeout(() => {
      kept.current = true;
      void put('/drafts', { key: name, base, value: JSON.parse(text) as unknown }).then(() => setKeptAtMs(Date.now()), () => undefined);
    }, saveDelayMs);
    return () => clearTimeout(timer);
  }, [dirty, found, name, base, text]);
  const forget = useCallback(() => {
    if (kept.current) void call('DELETE', '/drafts', { query: { key: name } }).catch(() => undefined);
    kept.current = false;
    setKeptAtMs(null);
  }, [name]);
  const settle = useCallback((restored: boolean) => {
    setFound(null);
    kept.current = true;
    if (!restored) forget();
  }, [forget]);
  return { found, keptAtMs, settle, forget };
}
