import type { Palette } from '../design/tokens.ts';

/** Ground and letter of a brand's mark, by its hue. Amber and red are left out: they mean something. */
export const brandHues: readonly (readonly [ground: keyof Palette, letter: keyof Palette])[] = [
  ['accent', 'onAccent'], ['hueBlue', 'ground'], ['huePlum', 'ground'], ['hueOlive', 'ground'], ['hueClay', 'ground'],
];

/** Which hue a brand has. It follows the id: a new name or another browser does not change it. FNV-1a, because ids of one day differ in few letters. */
export function brandHue(id: string): number {
  const hash = [...id].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);
  return ((hash ^ (hash >>> 15)) >>> 0) % brandHues.length;
}
