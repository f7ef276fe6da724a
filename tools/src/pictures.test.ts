import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { compare } from './pictures.ts';

/** A white picture with a black square. */
function square(width: number, height: number, left: number, top: number, side: number, gray = 0): Buffer {
  const picture = new PNG({ width, height });
  picture.data.fill(255);
  for (let y = top; y < top + side; y += 1) for (let x = left; x < left + side; x += 1) picture.data.fill(gray, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return PNG.sync.write(picture);
}

describe('two pictures', () => {
  it('are the same to themselves, and to one whose lines moved by a pixel', () => {
    expect(compare(square(240, 240, 60, 60, 24), square(240, 240, 60, 60, 24)).share).toBe(0);
    expect(compare(square(240, 240, 60, 60, 24), square(240, 240, 61, 60, 24)).share).toBe(0);
  });

  it('differ by every block that something left or came to, marked in red', () => {
    const { share, picture } = compare(square(240, 240, 60, 60, 24), square(240, 240, 120, 60, 24));
    expect(share).toBeCloseTo(8 / 400);
    const shown = PNG.sync.read(picture);
    expect([...shown.data.subarray((66 * 240 + 66) * 4, (66 * 240 + 66) * 4 + 3)]).toEqual([255, 85, 85]);
  });

  it('differ by a color, and wholly by their size', () => {
    expect(compare(square(240, 240, 60, 60, 24), square(240, 240, 60, 60, 24, 60)).share).toBeCloseTo(4 / 400);
    expect(compare(square(240, 240, 60, 60, 24), square(240, 300, 60, 60, 24)).share).toBe(1);
    expect(compare(square(240, 240, 60, 60, 24), square(252, 240, 60, 60, 24)).share).toBe(1);
  });
});
