import type { TFunction } from 'i18next';
import type { z } from 'zod';

type Shape = { safeParse: (value: unknown) => { success: true } | { success: false; error: { issues: readonly z.core.$ZodIssue[] } } };

/** What a field says better than the general sentences do; `optional`: left empty it is not asked about, since the form sends nothing then. */
type Words = Readonly<{ needed?: string; wrong?: string; optional?: boolean }>;

/** A rule of an antd form field by the shape that the server will check with, so that both refuse the same, in the reader's words. */
export function ruleOf(shape: Shape, t: TFunction, { needed, wrong, optional = false }: Words = {}) {
  return {
    validator: (_rule: unknown, value: unknown) => {
      if (isEmpty(value) && optional) return Promise.resolve();
      if (isEmpty(value) && needed !== undefined) return Promise.reject(new Error(needed));
      const read = shape.safeParse(value);
      const [issue] = read.success ? [] : read.error.issues;
      return issue ? Promise.reject(new Error(wrong ?? sentenceOf(issue, value, t))) : Promise.resolve();
    },
  };
}

const isEmpty = (value: unknown) => value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

/** What is wrong, where one is, and what to do: never the library's words. */
export function sentenceOf(issue: z.core.$ZodIssue, value: unknown, t: TFunction): string {
  if (value === undefined || value === null || value === '') return t('forms.needed');
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return Number(issue.minimum) <= 1 ? t('forms.needed') : t('forms.textShort', { min: Number(issue.minimum) });
    return issue.origin === 'array' ? t('forms.listShort', { min: Number(issue.minimum) }) : t('forms.numberSmall', { min: Number(issue.minimum) });
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return t('forms.textLong', { max: Number(issue.maximum), length: String(value).length });
    return issue.origin === 'array' ? t('forms.listLong', { max: Number(issue.maximum) }) : t('forms.numberLarge', { max: Number(issue.maximum) });
  }
  if (issue.code === 'invalid_format') return issue.format === 'email' ? t('forms.email') : issue.format === 'url' ? t('forms.url') : t('forms.format');
  if (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int')) return t('forms.number');
  return t('forms.format');
}
