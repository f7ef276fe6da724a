import { offeredVariables } from '@homefield/contract';
import type { Sentence } from '../kernel/index.ts';
import { filtersAllowed } from './liquid.ts';

/** What a person calls the variables: the buttons of the editor say the same. */
const called: Readonly<Record<(typeof offeredVariables)[number], string>> = {
  'customer.name': '姓名', 'customer.city': '城市', 'customer.store': '门店',
};
const filters = [...filtersAllowed].join(', ');

/** What the parser says of the usual mistakes, and what a person can do about each. `$1` is the part of the text that is meant. */
const sentences: readonly (readonly [said: RegExp, zh: string, en: string])[] = [
  [/^output "(.*)" not closed$/s, '变量“$1”没有写完，缺少结尾的 }}。', 'The output "$1" is not closed: }} is missing.'],
  [/^tag "(.*)" not closed$/s, '“$1”没有写完，缺少结尾的 %}。', 'The tag "$1" is not closed: %} is missing.'],
  [/^tag \{%-?\s*((\w+).*?)\s*-?%\} not closed$/s, '{% $1 %} 没有结束，请在它管的内容后面写上 {% end$2 %}。', '{% $1 %} is not closed: write {% end$2 %} after what it holds.'],
  [/^tag "(.*)" not found$/s, '{% $1 %} 前面没有与它对应的开头（例如 {% if … %}）。', '{% $1 %} has no beginning before it, such as {% if … %}.'],
  [/^undefined filter: (.*)$/s, `没有过滤器“$1”，可用的有：${filters}。`, `There is no filter "$1". Known are ${filters}.`],
  [/^invalid value expression: ""/, '括号里没有内容，请写上变量，例如 {{ customer.name }}（姓名）。', 'There is nothing inside. Name a variable, such as {{ customer.name }}.'],
  [/^expected "\|" before filter$/, '这里多出了内容：过滤器前面要写“|”，例如 {{ customer.name | default: "您" }}；条件里判断相等用 ==。', 'Something is too much here: a filter comes after "|", as in {{ customer.name | default: "you" }}; conditions compare with ==.'],
  [/^expected filter name$/, '“|”后面缺少过滤器的名称，例如 | default: "您"。', 'The name of a filter is missing after "|", as in | default: "you".'],
];

/** What the parser of the template language refused, in both languages: none of its English in a Chinese sentence. */
export function parseMistake(said: string): Sentence {
  for (const [pattern, zh, en] of sentences) {
    const found = pattern.exec(said);
    const fill = (text: string) => text.replace(/\$(\d)/g, (_, group: string) => found?.[Number(group)]?.trim() ?? '');
    if (found) return { zh: fill(zh), en: fill(en) };
  }
  return { zh: '此处的写法无法识别，请检查花括号、引号和变量名是否完整。', en: `This part cannot be read: ${said}.` };
}

export function unknownVariable(name: string): Sentence {
  return {
    zh: `没有变量 {{ ${name} }}，可用的有：${offeredVariables.map((one) => `${one}（${called[one]}）`).join('、')}。`,
    en: `There is no {{ ${name} }}. Known are ${offeredVariables.join(', ')}.`,
  };
}
