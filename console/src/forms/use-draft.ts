import type { FormDraft } from '@homefield/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, get, put } from '../api/client.ts';
import { isApiProblem } from '../api/problem.ts';
import { useConnection } from '../app/connection.ts';

const saveDelayMs = 800;
const againMs = 3_000;

export type Draft<Value> = {
  /** One that was left behind, until it is restored or thrown away. `outdated`: the thing itself was changed since. */
  found: { value: Value; savedAtMs: number; outdated: boolean } | null;
  /** When what stands in the form now was kept; null while it is not. */
  keptAtMs: number | null;
  /** What is typed is not kept yet and no attempt failed. */
  keeping: boolean;
  /** Why the last attempt to keep what is typed failed; null once one succeeds. */
  failure: unknown;
  /** Takes the found one out of the way; whoever restores puts its value into the form. */
  settle(restored: boolean): void;
  /** After the save, or when the person gives it up. */
  forget(): void;
};

type Options<Value> = Readonly<{ /** `audience:aud_…` */ name: string; /** The version that is being changed. */ base: string; value: Value; dirty: boolean }>;
type Kept = Readonly<{ text: string; atMs: number }>;
type Missed = Readonly<{ text: string; failure: unknown }>;

/** The server will say the same of the same text. */
const isFinal = (failure: unknown): boolean => isApiProblem(failure) && failure.status >= 400 && failure.status < 500 && ![401, 408, 429].includes(failure.status);

/**
 * Keeps what is typed on the server while it is typed, and offers it again when the form is opened the next time. A draft that cannot be kept
 * stops nobody: the form itself still holds everything, is told so, and it is tried again.
 */
export function useDraft<Value>({ name, base, value, dirty }: Options<Value>): Draft<Value> {
  const [found, setFound] = useState<Draft<Value>['found']>(null);
  useEffect(() => {
    const stop = new AbortController();
    // Whoever had this form open before may still be taking their draft away.
    void inTurn(name, () => get<FormDraft>('/drafts', { key: name }, stop.signal)).then(({ draft }) => {
      if (draft) setFound({ value: draft.value as Value, savedAtMs: draft.savedAtMs, outdated: draft.base !== base });
    }, () => undefined);
    return () => stop.abort();
    // Looked for once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);
  const text = JSON.stringify(value);
  // What was found is not overwritten before the person has decided about it.
  const { kept, missed, touch, forget } = useKeeping({ name, base, text, wanted: dirty && found === null });
  const settle = useCallback((restored: boolean) => {
    setFound(null);
    touch();
    if (!restored) forget();
  }, [touch, forget]);
  const keptAtMs = kept?.text === text ? kept.atMs : null;
  return { found, keptAtMs, keeping: dirty && keptAtMs === null && missed === null, failure: dirty && keptAtMs === null ? missed?.failure ?? null : null, settle, forget };
}

const turns = new Map<string, Promise<unknown>>();

/** What is done to a draft, one after the other: also by a form that was closed and one that was opened since. */
function inTurn<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
  const next = (turns.get(name) ?? Promise.resolve()).then(work);
  const over = next.catch(() => undefined).finally(() => { if (turns.get(name) === over) turns.delete(name); });
  turns.set(name, over);
  return next;
}

/** Sends the text once typing rests, one after the other: an older one never overtakes a newer. */
function useKeeping({ name, base, text, wanted }: { name: string; base: string; text: string; wanted: boolean }) {
  const [kept, setKept] = useState<Kept | null>(null);
  const [missed, setMissed] = useState<Missed | null>(null);
  const lost = useConnection((state) => state.lost);
  const onServer = useRef(false);
  const latest = useRef<string | null>(null);
  useEffect(() => {
    latest.current = wanted ? text : null;
    if (!wanted || kept?.text === text) return;
    const again = missed?.text === text;
    // While the server is away the shell asks for it; that it is back comes here too.
    if (again && (lost || isFinal(missed.failure))) return;
    const keep = async () => {
      if (latest.current !== text) return;
      onServer.current = true;
      try {
        await put('/drafts', { key: name, base, value: JSON.parse(text) as unknown });
        if (latest.current === null) return;
        setKept({ text, atMs: Date.now() });
        setMissed(null);
      } catch (failure) {
        // The answer alone may have been lost: which text is kept is not known any more.
        setKept(null);
        setMissed({ text, failure });
      }
    };
    const timer = setTimeout(() => void inTurn(name, keep), again ? againMs : saveDelayMs);
    return () => clearTimeout(timer);
  }, [wanted, name, base, text, kept, missed, lost]);
  const touch = useCallback(() => { onServer.current = true; }, []);
  const forget = useCallback(() => {
    latest.current = null;
    setKept(null);
    setMissed(null);
    // After what is on its way, or that would be left behind.
    if (onServer.current) void inTurn(name, () => call('DELETE', '/drafts', { query: { key: name } })).catch(() => undefined);
    onServer.current = false;
  }, [name]);
  return { kept, missed, touch, forget };
}
