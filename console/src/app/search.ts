/** Readers of URL parameters. What cannot be read is left out rather than refused: an old link still opens its page. */
type Raw = Record<string, unknown>;

export function textOf(raw: Raw, name: string, lengthMax = 500): string | undefined {
  const value = raw[name];
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  return text && text.length <= lengthMax ? text : undefined;
}

export function choiceOf<Choice extends string>(raw: Raw, name: string, choices: readonly Choice[]): Choice | undefined {
  const value = raw[name];
  return choices.find((choice) => choice === value);
}

/** Several of the choices, by commas; those that are none are left out. */
export function choicesOf(raw: Raw, name: string, choices: readonly string[]): string | undefined {
  return textOf(raw, name)?.split(',').filter((one) => choices.includes(one)).join(',') || undefined;
}

export function flagOf(raw: Raw, name: string): boolean | undefined {
  return raw[name] === true || undefined;
}

/** A whole number from 0 up. */
export function wholeOf(raw: Raw, name: string): number | undefined {
  const value = Number(raw[name] ?? NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function dayOf(raw: Raw, name: string): string | undefined {
  const text = textOf(raw, name, 10);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

/** Leaves out what is undefined, so that the URL stays short. */
export function compact<T extends object>(search: T): Partial<T> {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Partial<T>;
}
