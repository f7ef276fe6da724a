import { pinyin } from 'pinyin-pro';

/** What a name is found by: as it is written, and as it is typed on a keyboard. Lower case, without spaces and signs. */
export type Words = { written: readonly string[]; typed: readonly string[] };

const lengthMax = 60;
const tokensMax = 4;
/** Longer ones are nicknames: nobody types the pinyin of a sentence. */
const syllablesMax = 12;
/** A single letter stands inside of almost every name. */
const insideFrom = 2;

/** Words and questions in one form, so that 全角, capitals and spaces make no difference. What is only signs (an emoji) stays as it is. */
export function plainText(text: string): string {
  const whole = text.normalize('NFKC').toLowerCase().trim();
  return (whole.replace(/[^\p{L}\p{N}]+/gu, '') || whole).slice(0, lengthMax);
}

export function wordsOf(name: string): Words {
  const whole = plainText(name);
  if (whole === '') return { written: [], typed: [] };
  const tokens = name.split(/\s+/).slice(1, tokensMax).map(plainText);
  const syllables = syllablesOf(whole);
  const family = familyLength(whole);
  const given = family > 0 ? [...whole].slice(family).join('') : '';
  const typed = syllables.length === 0 ? [] : [
    syllables.join(''), family > 0 ? syllables.slice(family).join('') : '', syllables.length > 1 ? syllables.map(([first = '']) => first).join('') : '',
  ];
  return { written: distinct([whole, given, ...tokens]), typed: distinct(typed) };
}

/** How a question finds a name: as it is written, by its pinyin, or not at all. */
export function foundBy(name: string, question: string): 'name' | 'pinyin' | undefined {
  const { written, typed } = wordsOf(name);
  if (written.some((word) => word.includes(question))) return 'name';
  return typed.some((word) => word.startsWith(question) || (question.length >= insideFrom && word.includes(question))) ? 'pinyin' : undefined;
}

/** How exactly a question names somebody: 2 by the whole name as it is written, 1 by the whole of one of the words that find it, 0 by a part. */
export function closeness(name: string, question: string): 0 | 1 | 2 {
  const { written, typed } = wordsOf(name);
  return written[0] === question ? 2 : [...written, ...typed].includes(question) ? 1 : 0;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => word !== '');
}

const han = /^\p{Script=Han}$/u;
const twoCharacterFamilies = new Set([
  '欧阳', '太史', '端木', '上官', '司马', '东方', '独孤', '南宫', '万俟', '闻人', '夏侯', '诸葛', '尉迟', '公羊', '赫连', '澹台', '皇甫', '宗政', '濮阳', '公冶', '太叔', '申屠',
  '公孙', '慕容', '仲孙', '钟离', '长孙', '宇文', '司徒', '鲜于', '司空', '令狐', '百里', '呼延', '东郭', '南门', '西门', '第五', '单于', '轩辕', '拓跋',
]);

/** Characters of the family name: a name has two to four, all of them Chinese; anything else is taken for a nickname. */
function familyLength(name: string): number {
  const letters = [...name];
  if (letters.length < 2 || letters.length > 4 || !letters.every((letter) => han.test(letter))) return 0;
  return letters.length > 2 && twoCharacterFamilies.has(letters.slice(0, 2).join('')) ? 2 : 1;
}

/** One for each Chinese character, and one for each other letter; empty where nothing is Chinese. */
function syllablesOf(name: string): string[] {
  const letters = [...name].slice(0, syllablesMax);
  if (!letters.some((letter) => han.test(letter))) return [];
  const family = familyLength(name);
  const head = family > 0 ? familySound(letters.slice(0, family).join('')) : [];
  return [...head, ...letters.slice(family).map(sound)];
}

/** Each character and each family name is asked for once (8 µs); names are put together from them (below 1 µs). */
const sounds = new Map<string, string>();
const familySounds = new Map<string, readonly string[]>();

function sound(letter: string): string {
  let known = sounds.get(letter);
  if (known === undefined) sounds.set(letter, known = han.test(letter) ? pinyin(letter, { toneType: 'none', v: true }) : letter);
  return known;
}

/** 单 is read shàn and 仇 qiú where they are names. */
function familySound(family: string): readonly string[] {
  let known = familySounds.get(family);
  if (known === undefined) familySounds.set(family, known = pinyin(family, { toneType: 'none', v: true, type: 'array', surname: 'all' }));
  return known;
}
