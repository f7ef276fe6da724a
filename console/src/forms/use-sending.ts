import type { FormInstance } from 'antd';
import { useRef, useState } from 'react';
import { isApiProblem } from '../api/problem.ts';

/**
 * Which field a refusal is about: by its code (`email_taken`), or by its place in the request (`/password/next`) where the request is not shaped as
 * the form is. A place that bears a field's name needs no entry.
 */
export type Where = Readonly<Record<string, string>>;
type FieldErrors = { name: string; errors: string[] };

/** A refusal as errors of fields, and what is left to be told above the form: all of it, unless every part of it found its field. */
export function landed(failure: unknown, where: Where, fields: readonly string[]): { errors: FieldErrors[]; rest: unknown } {
  if (!isApiProblem(failure)) return { errors: [], rest: failure };
  const known = (name: string | undefined) => (name !== undefined && fields.includes(name) ? name : undefined);
  const byCode = known(where[failure.code]);
  if (byCode !== undefined) return { errors: [{ name: byCode, errors: [failure.detail] }], rest: null };
  const placed = failure.places.map(({ pointer, detail }) => ({ name: known(where[pointer] ?? pointer.split('/')[1]), detail }));
  const names = [...new Set(placed.flatMap(({ name }) => name ?? []))];
  const errors = names.map((name) => ({ name, errors: placed.filter((place) => place.name === name).map(({ detail }) => detail) }));
  return { errors, rest: placed.length > 0 && placed.every(({ name }) => name !== undefined) ? null : failure };
}

export type Sending = Readonly<{ busy: boolean; /** What the server refused and no field says. */ error: unknown; send: (work: () => Promise<unknown>) => Promise<void> }>;

/** Sends a form once at a time, however often Enter is pressed, and puts what the server refuses on the fields that it is about. */
export function useSending(form: FormInstance, where: Where = {}): Sending {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Two presses of Enter come before the first has drawn anything: the state would let both through.
  const underWay = useRef(false);
  const send = async (work: () => Promise<unknown>): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      const { errors, rest } = landed(failure, where, form.getFieldsError().map(({ name }) => String(name[0])));
      form.setFields(errors);
      if (errors[0]) form.focusField(errors[0].name);
      setError(rest);
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  return { busy, error, send };
}
