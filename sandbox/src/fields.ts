import { refuse } from './refusal.ts';

export type Json = Record<string, unknown>;

const PARAMETER_BAD = 40058;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that must be there and not empty. */
export function needText(source: Json, name: string, errcode = PARAMETER_BAD): string {
  const value = source[name];
  if (typeof value !== 'string' || value === '') throw refuse(errcode, `missing ${name}`);
  return value;
}

/** A text of at most `charactersMax` characters, or nothing. */
export function optionalText(source: Json, name: string, charactersMax = Infinity): string | undefined {
  const value = source[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw refuse(PARAMETER_BAD, `${name} must be a string`);
  if ([...value].length > charactersMax) throw refuse(PARAMETER_BAD, `${name} too long`);
  return value;
}

/** A list of texts; missing is empty. */
export function textList(source: Json, name: string, countMax = Infinity): string[] {
  const value = source[name] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw refuse(PARAMETER_BAD, `${name} must be strings`);
  if (value.length > countMax) throw refuse(PARAMETER_BAD, `${name} has more than ${countMax} entries`);
  return value as string[];
}

export function numberList(source: Json, name: string): number[] {
  const value = source[name] ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number')) throw refuse(PARAMETER_BAD, `${name} must be numbers`);
  return value as number[];
}

/** A whole number, or the fallback when it is missing. */
export function wholeNumber(source: Json, name: string, fallback?: number): number {
  const value = source[name] ?? fallback;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw refuse(PARAMETER_BAD, `${name} must be a whole number`);
  return number;
}

export function optionalFlag(source: Json, name: string): boolean | undefined {
  const value = source[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw refuse(PARAMETER_BAD, `${name} must be true or false`);
  return value;
}

export const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
export const toSeconds = (ms: number): number => Math.floor(ms / 1000);
