import { closest, distance } from 'fastest-levenshtein';
import type { Language } from '../../kernel/index.ts';
import { ImportColumnMissing, ImportColumnsUnreadable, ImportColumnUnknown } from '../problems.ts';
import { fields } from './mappings.ts';
import type { Field, Mapping } from './mappings.ts';

/** Which column holds what. Only fields that the file has. */
export type Columns = Readonly<Partial<Record<Field, number>>>;

/** Columns of our own error file, in front of the original ones: a corrected error file is imported like any other, in whichever language it was written. */
export const errorColumns: Readonly<Record<Language, readonly string[]>> = { zh: ['错误行号', '错误列', '错误原因'], en: ['Error line', 'Error column', 'Error reason'] };
const allErrorColumns: ReadonlySet<string> = new Set([...errorColumns.zh, ...errorColumns.en]);

export function isErrorColumn(name: string): boolean {
  return allErrorColumns.has(name);
}

/** `renamed` says for single fields which header holds them ("amount": "成交总额"); it wins over the mapping's own names. */
export function findColumns(header: readonly string[], mapping: Mapping, renamed: Readonly<Partial<Record<Field, string>>> = {}): Columns {
  const plain = header.map((name) => (isErrorColumn(name) ? '' : plainHeader(name)));
  const columns: Partial<Record<Field, number>> = {};
  const taken = new Set<number>();
  for (const [field, name] of Object.entries(renamed) as [Field, string][]) {
    const place = plain.indexOf(plainHeader(name));
    if (place < 0) throw unknownColumn(header, name);
    columns[field] = place;
    taken.add(place);
  }
  for (const [field, names] of Object.entries(mapping.columns) as [Field, readonly string[]][]) {
    if (columns[field] !== undefined) continue;
    const place = names.map((name) => plain.indexOf(plainHeader(name))).find((index) => index >= 0 && !taken.has(index));
    if (place === undefined) continue;
    columns[field] = place;
    taken.add(place);
  }
  requireColumns(columns, header, mapping);
  return columns;
}

/** Which header holds which field, as a request or a command says it: JSON. */
export function readRenamed(text: string): Partial<Record<Field, string>> {
  const refuse = (why: string, whyZh: string) => ImportColumnsUnreadable({ why, whyZh, example: '{"amount": "成交总额"}', known: fields.join(', ') });
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw refuse('it is no JSON', '不是 JSON');
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw refuse('it is no object', '不是对象');
  for (const [field, name] of Object.entries(said)) {
    const near = closest(field.slice(0, 60), [...fields]);
    if (!(fields as readonly string[]).includes(field)) throw refuse(`there is no field "${field.slice(0, 60)}" (${near}?)`, `没有“${field.slice(0, 60)}”这个字段（是否是 ${near}？）`);
    if (typeof name !== 'string') throw refuse(`the header of ${field} is no text`, `${field} 的列名不是文字`);
  }
  return said;
}

/** Headers of columns that nothing is read from. */
export function ignoredColumns(header: readonly string[], columns: Columns): string[] {
  const used = new Set(Object.values(columns));
  return header.filter((name, place) => name !== '' && !used.has(place) && !isErrorColumn(name));
}

/** `实付金额（元）` and `Order No.` as they are compared: without brackets and what is in them, punctuation, spaces and case. */
function plainHeader(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '').replace(/[\s_\-.:：/]/g, '');
}

type Need = { en: string; zh: string; anyOf: readonly Field[] };
const needs: readonly Need[] = [
  { en: 'customer (customer number, member number, phone or e-mail)', zh: '客户（客户编号、会员号、手机号或邮箱）', anyOf: ['customerNumber', 'memberNo', 'externalUserId', 'phone', 'email'] },
  { en: 'time of the order', zh: '下单或付款时间', anyOf: ['paidAt', 'orderedAt'] },
  { en: 'amount', zh: '金额', anyOf: ['amount', 'unitPrice'] },
];
const numberNeed: Need = { en: 'order number', zh: '订单号', anyOf: ['orderNumber'] };

function requireColumns(columns: Columns, header: readonly string[], mapping: Mapping): void {
  for (const need of mapping.numberDerived ? needs : [...needs, numberNeed]) {
    if (need.anyOf.some((field) => columns[field] !== undefined)) continue;
    const field = need.anyOf.find((one) => mapping.columns[one] !== undefined) ?? need.anyOf[0];
    const near = nearestHeader(header, need.anyOf.flatMap((one) => mapping.columns[one] ?? []));
    throw ImportColumnMissing({
      field: need.en, fieldZh: need.zh, columns: listed(header), example: JSON.stringify({ [String(field)]: near ?? header[0] ?? '' }),
      hint: near === undefined ? '' : ` Did you mean "${near}"? Then say columns: {"${field}": "${near}"}.`,
      hintZh: near === undefined ? '' : `是否是“${near}”？如是，请在 columns 中指定 {"${field}": "${near}"}。`,
    });
  }
}

/** The header that is closest to one of the names, when it is close: at most a third of its letters differ. */
function nearestHeader(header: readonly string[], names: readonly string[]): string | undefined {
  const wanted = names.map(plainHeader);
  const ranked = header.map((name) => {
    const plain = plainHeader(name);
    return { name, share: plain === '' ? 1 : Math.min(...wanted.map((one) => (plain.includes(one) ? 0.1 : distance(plain, one) / Math.max(plain.length, one.length)))) };
  });
  const best = ranked.reduce((near, one) => (one.share < near.share ? one : near), { name: '', share: 1 });
  return best.share <= 0.4 ? best.name : undefined;
}

function unknownColumn(header: readonly string[], name: string) {
  const near = header.map((one) => ({ one, far: distance(plainHeader(one), plainHeader(name)) })).sort((a, b) => a.far - b.far)[0];
  return ImportColumnUnknown({
    column: name.slice(0, 60), columns: listed(header), hint: near ? ` Did you mean "${near.one}"?` : '', hintZh: near ? `是否想用“${near.one}”？` : '',
  });
}

function listed(header: readonly string[]): string {
  return header.slice(0, 40).map((name) => name.slice(0, 40).replace(/[\u0000-\u001f\u007f]/g, ' ')).join(', ');
}
