import type { z } from 'zod';
import { ruleLimits, valueTestNames } from '@homefield/contract';
import type { ProblemPlace, Sentence } from '../../kernel/index.ts';
import { nearest } from './nearest.ts';
import { at } from './node.ts';

/** Every sentence that a wrong rule can earn. `{text}` is what was written. */
const sentences = {
  'rule-too-deep': { en: `A rule has at most ${ruleLimits.depthMax} levels.`, zh: `规则最多嵌套 ${ruleLimits.depthMax} 层。` },
  'rule-too-long': { en: `A rule has at most ${ruleLimits.conditionsMax} conditions.`, zh: `一条规则最多 ${ruleLimits.conditionsMax} 个条件。` },
  'node-not-object': { en: 'A condition is expected here.', zh: '这里应当是一个条件。' },
  'node-kind-missing': {
    en: 'A condition has one of: all, any, not, attribute, event, model, audience.',
    zh: '条件必须包含 all、any、not、attribute、event、model、audience 之一。',
  },
  'node-kinds-many': { en: 'One condition says one thing, but here are {text}. Use "all" or "any".', zh: '一个条件只能说一件事，这里有 {text}，请用 all 或 any 组合。' },
  'group-empty': { en: 'At least one condition is needed here.', zh: '这里至少要有一个条件。' },
  'key-unknown': { en: '"{text}" is not known here.', zh: '这里不能使用“{text}”。' },
  'test-missing': { en: 'Say what has to hold: is, isNot, in, notIn, atLeast, atMost, contains or exists.', zh: '请写明要求：is、isNot、in、notIn、atLeast、atMost、contains 或 exists。' },
  window: { en: 'Write a time such as 90d, 24h or 30m, at most ten years.', zh: '请写成 90d、24h、30m 这样的时长，最长十年。' },
  moment: { en: 'Write a number, a day such as 2026-06-18, or an instant with its offset.', zh: '请填写数字、2026-06-18 这样的日期，或带时区的时刻。' },
  key: { en: 'A name has letters, digits and _ only.', zh: '名称只能包含文字、数字和下划线。' },
  'event-name': { en: 'An event is named like order.paid.', zh: '事件名称形如 order.paid。' },
  'audience-id': { en: 'An audience is named by its id (aud_…).', zh: '请填写人群编号（aud_…）。' },
  'where-too-long': { en: `At most ${ruleLimits.wherePropertiesMax} properties here.`, zh: `这里最多 ${ruleLimits.wherePropertiesMax} 个属性。` },
  'measures-clash': { en: 'Use only one of count, sum and absent.', zh: 'count、sum、absent 只能用一个。' },
  'periods-clash': { en: 'Use either within or between.', zh: 'within 和 between 只能用一个。' },
  'sum-needs-limit': { en: 'atLeast or atMost belong to a sum, and a sum needs one of them.', zh: 'sum 需要 atLeast 或 atMost，且二者只能与 sum 一起用。' },
  'count-is-alone': { en: 'Use either is, or atLeast and atMost.', zh: 'is 不能与 atLeast、atMost 同时使用。' },
  'range-empty': { en: 'No number is that high and that low at once.', zh: '下限大于上限，没有数能满足。' },
  'list-too-long': { en: `A list has at most ${ruleLimits.listValuesMax} values.`, zh: `列表最多 ${ruleLimits.listValuesMax} 个值。` },
  'value-wrong': { en: 'This value does not fit here.', zh: '这里的值不符合要求。' },
  'attribute-unknown': { en: 'There is no attribute "{text}".', zh: '没有“{text}”这个属性。' },
  'event-unknown': { en: 'There is no event "{text}".', zh: '没有“{text}”这个事件。' },
  'property-unknown': { en: 'This event has no property "{text}".', zh: '这个事件没有“{text}”这个字段。' },
  'property-not-number': { en: '"{text}" is not a number and cannot be added up.', zh: '“{text}”不是数值，不能求和。' },
  'model-unknown': { en: 'There is no segmentation model "{text}".', zh: '没有“{text}”这个分层模型。' },
  'class-unknown': { en: 'This model has no class "{text}".', zh: '这个模型没有“{text}”这个分层。' },
  'audience-unknown': { en: 'This audience does not exist or is archived.', zh: '这个人群不存在或已归档。' },
  'audience-circle': { en: 'This audience leads back to itself.', zh: '这个人群绕回了它自己。' },
  'audience-too-long': { en: 'With all audiences inside it, the rule is too long.', zh: '连同引用的人群，规则过长。' },
  'type-text': { en: 'A text is expected here.', zh: '这里应填文字。' },
  'type-number': { en: 'A number is expected here.', zh: '这里应填数字。' },
  'type-boolean': { en: 'true or false is expected here.', zh: '这里应填 true 或 false。' },
  'type-time': { en: 'A time takes atLeast, atMost, within or exists, with a day or an instant.', zh: '时间只能用 atLeast、atMost、within、exists，填写日期或时刻。' },
  'type-staff': { en: 'The id of a staff member (stf_…) is expected here.', zh: '这里应填员工编号（stf_…）。' },
  'test-not-for-type': { en: 'This test does not fit the kind of value.', zh: '这种判断不适用于该类型的值。' },
  'period-empty': { en: 'The period ends before it begins.', zh: '时间段的结束早于开始。' },
} as const satisfies Record<string, Sentence>;

export type Mistake = keyof typeof sentences;

export function say(pointer: string, mistake: Mistake, suggestion?: string, text = ''): ProblemPlace {
  const base: Sentence = sentences[mistake];
  const shown = text.slice(0, 60);
  const en = base.en.replaceAll('{text}', () => shown);
  const zh = base.zh.replaceAll('{text}', () => shown);
  if (suggestion === undefined) return { pointer, sentence: { en, zh } };
  return { pointer, sentence: { en: `${en} Did you mean "${suggestion}"?`, zh: `${zh}您要的是“${suggestion}”吗？` } };
}

const knownKeys = [...valueTestNames, 'within', 'between', 'count', 'sum', 'absent', 'where', 'attribute', 'event', 'model', 'class', 'audience'];

/** What one issue of a shape means, in our sentences. */
export function placeOf(issue: z.core.$ZodIssue, pointer: string): ProblemPlace[] {
  const place = issue.path.reduce((text: string, step) => at(text, typeof step === 'number' ? step : String(step)), pointer);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => say(at(place, key), 'key-unknown', nearest(key, knownKeys), key));
  }
  if (issue.code === 'too_big' && issue.origin === 'array') return [say(place, 'list-too-long')];
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((candidate) => candidate.message in sentences);
    return [say(place, inner ? (inner.message as Mistake) : 'value-wrong')];
  }
  if (issue.code === 'invalid_key') return [say(place, 'key')];
  return [say(place, issue.message in sentences ? (issue.message as Mistake) : 'value-wrong')];
}
