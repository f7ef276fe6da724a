import { expect, test } from 'vitest';
import { palettes } from '../design/tokens.ts';
import { brandHue, brandHues } from './brand-hue.ts';

const brightness = (hex: string) => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [brightness(one), brightness(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
};

test('the letter of every mark is readable, in light and dark', () => {
  for (const palette of Object.values(palettes)) for (const [ground, letter] of brandHues) expect(contrast(palette[ground], palette[letter]), `${letter} on ${ground}`).toBeGreaterThan(4.5);
});

test('a brand keeps its hue, and brands made one after the other have different ones', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `ws_0h3k9m2p${index.toString(36).padStart(4, '0')}`);
  expect(ids.map(brandHue)).toEqual(ids.map(brandHue));
  const sizes = brandHues.map((_, hue) => ids.filter((id) => brandHue(id) === hue).length);
  for (const size of sizes) expect(size).toBeGreaterThan(ids.length / brandHues.length / 2);
});
