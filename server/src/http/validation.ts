import { safeParse } from 'zod/v4/core';
import type { $ZodIssue, $ZodType } from 'zod/v4/core';
import type { ProblemPlace, Sentence } from '../kernel/index.ts';
import { BodyInvalid, NotFound, QueryInvalid } from './problems.ts';

/** More places than this help nobody. */
const placesMax = 50;

/** Checks a part of a request against its shape and says in both languages what is wrong and where (RFC 6901 pointers). */
export function validatorCompiler({ schema, httpPart }: { schema: $ZodType; httpPart?: string }) {
  return (data: unknown): { value: unknown } | { error: Error } => {
    const result = safeParse(schema, data ?? (httpPart === 'body' ? {} : data));
    if (result.success) return { value: result.data };
    // A path that does not fit its shape names nothing that can exist.
    if (httpPart === 'params') return { error: NotFound() };
    const places = placesOf(result.error.issues);
    return { error: httpPart === 'body' ? BodyInvalid({}, { places }) : QueryInvalid({}, { places }) };
  };
}

/** The places of what Zod found wrong, for verbs that check a shape of their own (rules, SOP graphs). */
export function placesOf(issues: readonly $ZodIssue[], at: readonly PropertyKey[] = []): ProblemPlace[] {
  return issues.flatMap((issue) => placesOfIssue(issue, at)).slice(0, placesMax);
}

function placesOfIssue(issue: $ZodIssue, at: readonly PropertyKey[]): ProblemPlace[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), sentence: unknownKey }));
  if (issue.code === 'invalid_union') {
    // Of several shapes the one that fits best (whose first mistake lies deepest) is what the writer meant.
    const branches = [...issue.errors].sort((a, b) => depthOf(b) - depthOf(a));
    const best = branches[0];
    if (best && depthOf(best) > 0) return placesOf(best, path);
  }
  return [{ pointer: pointerOf(path), sentence: sentenceOf(issue) }];
}

function depthOf(issues: readonly $ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const unknownKey: Sentence = { en: 'This field is not known.', zh: '未知字段。' };
const kinds: Readonly<Record<string, Sentence>> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  array: { en: 'a list', zh: '列表' },
  tuple: { en: 'a list', zh: '列表' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  null: { en: 'null', zh: 'null' },
};
const formats: Readonly<Record<string, Sentence>> = {
  email: { en: 'This is not an e-mail address.', zh: '不是有效的邮箱地址。' },
  url: { en: 'This is not an address (URL).', zh: '不是有效的网址。' },
  datetime: { en: 'This is not a time such as 2026-11-22T10:00:00Z.', zh: '不是有效的时间，例如 2026-11-22T10:00:00Z。' },
  date: { en: 'This is not a day such as 2026-11-22.', zh: '不是有效的日期，例如 2026-11-22。' },
  uuid: { en: 'This is not a UUID.', zh: '不是有效的 UUID。' },
};

function sentenceOf(issue: $ZodIssue): Sentence {
  switch (issue.code) {
    case 'invalid_type': return typeSentence(issue.expected, issue.input, issue.message);
    case 'too_small': return issue.exact ? exactly(issue.origin, issue.minimum) : limit(issue.origin, issue.minimum, 'least', issue.inclusive !== false);
    case 'too_big': return issue.exact ? exactly(issue.origin, issue.maximum) : limit(issue.origin, issue.maximum, 'most', issue.inclusive !== false);
    case 'invalid_format': return formats[issue.format] ?? { en: 'This does not have the right form.', zh: '格式不正确。' };
    case 'invalid_value': return oneOf(issue.values.map(String));
    case 'invalid_union': return { en: 'This fits none of the forms that are allowed here.', zh: '不符合此处允许的任何一种形式。' };
    case 'not_multiple_of': return { en: `Use a multiple of ${issue.divisor}.`, zh: `请使用 ${issue.divisor} 的倍数。` };
    case 'custom': return customSentence(issue);
    default: return { en: 'This is not right.', zh: '内容有误。' };
  }
}

/** Zod tells an absent field by "received undefined" in its own message only. */
function typeSentence(expected: string, input: unknown, message: string): Sentence {
  if (input === undefined && /received undefined/.test(message)) return { en: 'This is missing.', zh: '缺少该项。' };
  const kind = kinds[expected];
  return kind ? { en: `This has to be ${kind.en}.`, zh: `应为${kind.zh}。` } : { en: 'This has the wrong type.', zh: '类型不正确。' };
}

function limit(origin: string, bound: number | bigint, side: 'least' | 'most', inclusive: boolean): Sentence {
  const least = side === 'least';
  if (origin === 'string' && least && BigInt(bound) === 1n) return { en: 'This must not be empty.', zh: '不能为空。' };
  if (origin === 'string') return { en: `At ${side} ${bound} characters.`, zh: `${least ? '至少' : '最多'} ${bound} 个字符。` };
  if (origin === 'array' || origin === 'set') return { en: `At ${side} ${bound} entries.`, zh: `${least ? '至少' : '最多'} ${bound} 项。` };
  if (inclusive) return { en: `At ${side} ${bound}.`, zh: `不能${least ? '小' : '大'}于 ${bound}。` };
  return { en: `${least ? 'More' : 'Less'} than ${bound}.`, zh: `必须${least ? '大' : '小'}于 ${bound}。` };
}

function exactly(origin: string, bound: number | bigint): Sentence {
  const [en, zh] = origin === 'string' ? ['characters', '个字符'] : ['entries', '项'];
  return { en: `Exactly ${bound} ${en}.`, zh: `必须正好 ${bound} ${zh}。` };
}

function oneOf(values: readonly string[]): Sentence {
  const shown = values.slice(0, 20);
  return { en: `Use one of: ${shown.join(', ')}.`, zh: `可用的值：${shown.join('、')}。` };
}

/** A refinement may carry its sentence: `z.string().refine(check, { params: { zh: '…', en: '…' } })`. */
function customSentence(issue: { message: string; params?: Record<string, unknown> | undefined }): Sentence {
  const { zh, en } = issue.params ?? {};
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : { en: issue.message, zh: issue.message };
}
