import { datePattern, windowSeconds } from '@homefield/contract';
import { formatId, localTime, minorDigits, type Language, type Sentence } from '../../kernel/index.ts';
import { propertyOf, type Catalog, type CatalogEvent, type Field } from './catalog.ts';
import type { AttributeNode, EventNode, LeafNode, RuleNode, ValueTest } from './node.ts';

/** A rule as one plain sentence: “近 90 天消费满 ¥500 且 近 30 天没有下单的客户”. The rule has been checked against the catalog. */
export function explainRule(node: RuleNode, catalog: Catalog): Sentence {
  return { zh: `${clause(node, catalog, 'zh', false)}的客户`, en: `customers ${clause(node, catalog, 'en', false)}` };
}

/** One condition alone, for the list of verdicts. */
export function explainLeaf(leaf: LeafNode, catalog: Catalog): Sentence {
  return { zh: leafClause(leaf, catalog, 'zh', false), en: leafClause(leaf, catalog, 'en', false) };
}

function clause(node: RuleNode, catalog: Catalog, language: Language, isInside: boolean): string {
  if (node.kind === 'not') return negated(node.node, catalog, language);
  if (node.kind !== 'all' && node.kind !== 'any') return leafClause(node, catalog, language, false);
  const [only] = node.nodes;
  if (node.nodes.length === 1 && only) return clause(only, catalog, language, isInside);
  const link = language === 'zh' ? (node.kind === 'all' ? ' 且 ' : ' 或 ') : (node.kind === 'all' ? ' and ' : ' or ');
  const text = node.nodes.map((inner) => clause(inner, catalog, language, true)).join(link);
  if (!isInside) return text;
  return language === 'zh' ? `（${text}）` : `(${text})`;
}

function negated(node: RuleNode, catalog: Catalog, language: Language): string {
  if (node.kind === 'not') return clause(node.node, catalog, language, true);
  if (node.kind !== 'all' && node.kind !== 'any') return leafClause(node, catalog, language, true);
  const inner = clause(node, catalog, language, true);
  return language === 'zh' ? `不满足${inner}` : `not ${inner}`;
}

function leafClause(leaf: LeafNode, catalog: Catalog, language: Language, isNot: boolean): string {
  switch (leaf.kind) {
    case 'attribute': return attributeClause(leaf, catalog, language, isNot);
    case 'event': return eventClause(leaf, catalog, language, isNot);
    case 'model': {
      const model = catalog.models.get(leaf.model);
      const names = leaf.classes.map((name) => model?.classes.get(name)?.[language] ?? name);
      const title = model?.title[language] ?? leaf.model;
      if (language === 'zh') return `${title} ${isNot ? '不是' : '是'}${list(names, language)}`;
      return `whose ${title} class is ${names.length === 1 ? (isNot ? 'not ' : '') : isNot ? 'none of ' : 'one of '}${list(names.map((name) => `“${name}”`), language)}`;
    }
    case 'audience': {
      const name = catalog.audiences.get(leaf.audienceId)?.name ?? formatId('audience', leaf.audienceId);
      return language === 'zh' ? `${isNot ? '不在' : '在'}人群“${name}”中` : `who are ${isNot ? 'not ' : ''}in the audience “${name}”`;
    }
  }
}

function attributeClause(leaf: AttributeNode, catalog: Catalog, language: Language, isNot: boolean): string {
  const field = catalog.attributes.get(leaf.attribute) ?? unknownField(leaf.attribute);
  const [test] = leaf.tests;
  if (field.type === 'boolean' && leaf.tests.length === 1 && test?.kind === 'in' && test.values.length === 1) {
    const holds = (test.values[0] === true) !== (test.negated !== isNot);
    if (field.column === undefined) return language === 'zh' ? `${field.title.zh}为${holds ? '是' : '否'}` : `whose ${field.title.en} is ${holds}`;
    return language === 'zh' ? `${holds ? '' : '不'}${field.title.zh}` : `who are ${holds ? '' : 'not '}${field.title.en}`;
  }
  const text = `${field.title[language]}${language === 'zh' ? '' : ' '}${testsText(field, leaf.tests, catalog, language)}`;
  if (language === 'zh') return isNot ? `不满足（${text}）` : text;
  return isNot ? `not (whose ${text})` : `whose ${text}`;
}

function unknownField(key: string): Field {
  return { key, type: 'text', title: { zh: key, en: key } };
}

function eventClause(leaf: EventNode, catalog: Catalog, language: Language, isNot: boolean): string {
  const event = catalog.events.get(leaf.event) ?? { name: leaf.event, verb: { zh: leaf.event, en: leaf.event }, known: false, properties: new Map() };
  const period = periodText(leaf, language, catalog);
  const where = whereText(leaf, event, catalog, language);
  if (leaf.measure.kind === 'sum') return sumClause(leaf, event, { period, where }, { catalog, language, isNot });
  const { least = 0, most } = leaf;
  const isAbsent = least === 0 && most === 0;
  if (isAbsent || (least === 1 && most === undefined)) {
    const has = isAbsent === isNot;
    return language === 'zh'
      ? `${period.zh}${has ? '有' : '没有'}${event.verb.zh}${where}`
      : `who have ${has ? '' : 'not '}${event.verb.en}${where}${period.en}`;
  }
  const times = rangeText(least === 0 ? undefined : least, most, (value) => String(value), language);
  const text = language === 'zh'
    ? `${period.zh}${event.verb.zh}${where}${times.replace(/\d+(?!.*\d)/, '$& 次')}`
    : `have ${event.verb.en}${where} ${times} ${most === 1 || (most === undefined && least === 1) ? 'time' : 'times'}${period.en}`;
  return negate(text, language, isNot);
}

function sumClause(
  leaf: EventNode, event: CatalogEvent, parts: { period: Sentence; where: string },
  { catalog, language, isNot }: { catalog: Catalog; language: Language; isNot: boolean },
): string {
  const key = leaf.measure.kind === 'sum' ? leaf.measure.property : '';
  const field = propertyOf(event, key) ?? unknownField(key);
  const shown = (value: number) => valueText(field, value, catalog, language);
  const { period, where } = parts;
  const isSpending = leaf.event === 'order.paid' && key === 'amount';
  const range = rangeText(leaf.least, leaf.most, shown, language, isSpending ? '满 ' : '至少 ');
  const text = language === 'zh'
    ? `${period.zh}${isSpending ? '消费' : `${event.verb.zh}的${field.title.zh}合计`}${where}${range}`
    : isSpending ? `have spent ${range}${where}${period.en}` : `have ${event.verb.en}${where} with a total ${field.title.en} of ${range}${period.en}`;
  return negate(text, language, isNot);
}

function negate(text: string, language: Language, isNot: boolean): string {
  if (language === 'zh') return isNot ? `不满足（${text}）` : text;
  return isNot ? `not (who ${text})` : `who ${text}`;
}

function rangeText(least: number | undefined, most: number | undefined, shown: (value: number) => string, language: Language, zhLeast = '至少 '): string {
  if (least !== undefined && least === most) return language === 'zh' ? `正好 ${shown(least)}` : `exactly ${shown(least)}`;
  if (least !== undefined && most !== undefined) return language === 'zh' ? ` ${shown(least)} 到 ${shown(most)}` : `${shown(least)} to ${shown(most)}`;
  if (least !== undefined) return language === 'zh' ? `${zhLeast}${shown(least)}` : `at least ${shown(least)}`;
  if (most !== undefined) return language === 'zh' ? `不超过 ${shown(most)}` : `at most ${shown(most)}`;
  return language === 'zh' ? '任意' : 'any number of';
}

const unitNames: Record<string, Sentence> = {
  s: { zh: '秒', en: 'second' }, m: { zh: '分钟', en: 'minute' }, h: { zh: '小时', en: 'hour' }, d: { zh: '天', en: 'day' }, w: { zh: '周', en: 'week' },
};

function windowText(window: string, language: Language): string {
  const count = window.slice(0, -1);
  const unit = unitNames[window.slice(-1)];
  if (!unit || windowSeconds(window) === null) return window;
  return language === 'zh' ? `近 ${count} ${unit.zh}` : `in the last ${count} ${unit.en}${count === '1' ? '' : 's'}`;
}

function periodText(leaf: EventNode, language: Language, catalog: Catalog): Sentence {
  if (leaf.period.kind === 'ever') return { zh: '', en: '' };
  if (leaf.period.kind === 'within') return { zh: windowText(leaf.period.window, 'zh'), en: ` ${windowText(leaf.period.window, 'en')}` };
  const [from, to] = [momentText(leaf.period.from, catalog.zone), momentText(leaf.period.to, catalog.zone)];
  return { zh: `${from} 至 ${to} `, en: language === 'en' ? ` between ${from} and ${to}` : '' };
}

/** A day as it is written, an instant on the workspace's clocks. */
function momentText(text: string, zone: string): string {
  if (datePattern.test(text)) return text;
  const { year, month, day, hour, minute } = localTime(new Date(text).getTime(), zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

function whereText(leaf: EventNode, event: CatalogEvent, catalog: Catalog, language: Language): string {
  if (leaf.where.length === 0) return '';
  const parts = leaf.where.map(({ property, tests }) => {
    const field = propertyOf(event, property) ?? unknownField(property);
    return `${field.title[language]}${language === 'zh' ? '' : ' '}${testsText(field, tests, catalog, language)}`;
  });
  return language === 'zh' ? `（${parts.join('，')}）` : ` (${parts.join(', ')})`;
}

function testsText(field: Field, tests: readonly ValueTest[], catalog: Catalog, language: Language): string {
  return tests.map((test) => testText(field, test, catalog, language)).join(language === 'zh' ? '且' : ' and ');
}

function testText(field: Field, test: ValueTest, catalog: Catalog, language: Language): string {
  const isZh = language === 'zh';
  const shown = (value: string | number | boolean) => valueText(field, value, catalog, language);
  switch (test.kind) {
    case 'in': {
      const not = test.negated;
      const values = list(test.values.map(shown), language);
      if (test.values.length === 1) return isZh ? `${not ? '不是' : '是'}${values}` : `is ${not ? 'not ' : ''}${values}`;
      return isZh ? `${not ? '不是' : '是'}${values}${not ? '中的任何一个' : '之一'}` : `is ${not ? 'none' : 'one'} of ${values}`;
    }
    case 'atLeast': return field.type === 'time' ? (isZh ? `不早于 ${shown(test.value)}` : `is not before ${shown(test.value)}`) : `${isZh ? '' : 'is '}${rangeText(test.value as number, undefined, shown, language)}`;
    case 'atMost': return field.type === 'time' ? (isZh ? `不晚于 ${shown(test.value)}` : `is not after ${shown(test.value)}`) : `${isZh ? '' : 'is '}${rangeText(undefined, test.value as number, shown, language)}`;
    case 'contains': return isZh ? `包含“${test.text}”` : `contains “${test.text}”`;
    case 'exists': return isZh ? (test.expected ? '已知' : '未知') : (test.expected ? 'is known' : 'is not known');
    case 'within': return isZh ? `在${windowText(test.window, 'zh')}内` : `lies ${windowText(test.window, 'en')}`;
  }
}

function valueText(field: Field, value: string | number | boolean, catalog: Catalog, language: Language): string {
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : String(value);
  if (typeof value === 'string') return field.type === 'time' ? momentText(value, catalog.zone) : language === 'zh' ? `“${value}”` : `“${value}”`;
  return field.money ? moneyText(value, catalog.currency) : String(value);
}

/** What was found for a condition, as it is read: money in its currency, a sum of a property out of the millionths in which it is summed. */
export function foundText(leaf: LeafNode, catalog: Catalog, found: string): string {
  if (leaf.kind === 'attribute' && catalog.attributes.get(leaf.attribute)?.money && /^-?\d+$/.test(found)) return moneyText(Number(found), catalog.currency);
  if (leaf.kind === 'attribute' && leaf.attribute === 'store') return catalog.stores.presentOf(found);
  if (leaf.kind !== 'event' || leaf.measure.kind !== 'sum' || !/^-?\d+$/.test(found)) return found;
  const event = catalog.events.get(leaf.event);
  const field = event && propertyOf(event, leaf.measure.property);
  if (!field) return found;
  if (field.money) return moneyText(Number(found), catalog.currency);
  return field.column === undefined ? fromMillionths(BigInt(found)) : found;
}

function fromMillionths(sum: bigint): string {
  const digits = String(sum < 0n ? -sum : sum).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

const signs: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£' };

/** ¥500, ¥1,234.50: without the digits behind the point when they are zero. */
function moneyText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const amount = Math.abs(amountMinor) / 10 ** digits;
  const text = amount.toLocaleString('en-US', Number.isInteger(amount) ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${amountMinor < 0 ? '-' : ''}${signs[currency] ?? `${currency} `}${text}`;
}

/** At most five of a long list; the rule itself shows them all. */
function list(values: readonly string[], language: Language): string {
  const shown = values.slice(0, 5).join(language === 'zh' ? '、' : ', ');
  if (values.length <= 5) return shown;
  return language === 'zh' ? `${shown}等 ${values.length} 个` : `${shown} and ${values.length - 5} more`;
}
