import { describe, expect, it } from 'vitest';
import { foundBy, plainText, wordsOf } from './words.ts';

describe('the words of a name', () => {
  it('are the name, the given name, and both in pinyin with the initials', () => {
    expect(wordsOf('王雨婷')).toEqual({ written: ['王雨婷', '雨婷'], typed: ['wangyuting', 'yuting', 'wyt'] });
  });

  it('read family names as family names, of one character and of two', () => {
    expect(wordsOf('单雪').typed).toEqual(['shanxue', 'xue', 'sx']);
    expect(wordsOf('仇一诺').typed[0]).toBe('qiuyinuo');
    expect(wordsOf('欧阳娜娜')).toEqual({ written: ['欧阳娜娜', '娜娜'], typed: ['ouyangnana', 'nana', 'oynn'] });
    expect(wordsOf('吕布').typed).toContain('lvbu');
  });

  it('take every other text as it is: English, nicknames, signs, 5,000 characters, nothing', () => {
    expect(wordsOf('Mary  Ann')).toEqual({ written: ['maryann', 'ann'], typed: [] });
    expect(wordsOf('小可爱🌸Amy').written).toEqual(['小可爱amy']);
    expect(wordsOf('小可爱🌸Amy').typed[0]).toBe('xiaokeaiamy');
    expect(wordsOf('🌸').written).toEqual(['🌸']);
    expect(wordsOf('  ')).toEqual({ written: [], typed: [] });
    for (const word of Object.values(wordsOf('长'.repeat(5_000))).flat()) expect(word.length).toBeLessThanOrEqual(60);
  });
});

it('a question finds a name by what is written and by what is typed, and says by which', () => {
  const asked = (question: string) => foundBy('王雨婷', plainText(question));
  expect([asked('雨婷'), asked('王'), asked(' 王 雨 婷 ')]).toEqual(['name', 'name', 'name']);
  expect([asked('WANGYU'), asked('wyt'), asked('ｗｙｔ'), asked('yuting')]).toEqual(['pinyin', 'pinyin', 'pinyin', 'pinyin']);
  expect([asked('李'), asked('li'), asked('wt')]).toEqual([undefined, undefined, undefined]);
});
