import { PNG } from 'pngjs';

/** Pixels of a side of a block: letters may move by a pixel from machine to machine, a block hardly changes its mean. */
const blockPx = 12;
/** How far the mean of a channel in a block may move (of 255) before the block counts as another. */
const blockTolerance = 26;

export type Difference = { /** Share of blocks that differ, 0 to 1; 1 for pictures of different sizes. */ share: number; /** The new picture, faded, with every block that differs in red. */ picture: Buffer };

/** Compares two pictures by the mean colors of blocks. Sizes may differ by a block in height: text wraps a little later elsewhere. */
export function compare(before: Buffer, now: Buffer): Difference {
  const [old, fresh] = [PNG.sync.read(before), PNG.sync.read(now)];
  const picture = new PNG({ width: fresh.width, height: fresh.height });
  for (let at = 0; at < fresh.data.length; at += 1) picture.data[at] = at % 4 === 3 ? 255 : 170 + (fresh.data[at] ?? 0) / 3;
  if (old.width !== fresh.width || Math.abs(old.height - fresh.height) > blockPx) return { share: 1, picture: PNG.sync.write(picture) };
  const [columns, rows] = [Math.floor(fresh.width / blockPx), Math.floor(Math.min(old.height, fresh.height) / blockPx)];
  let different = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = [meanOf(old, column, row), meanOf(fresh, column, row)];
      if (left.every((value, channel) => Math.abs(value - (right[channel] ?? 0)) <= blockTolerance)) continue;
      different += 1;
      redden(picture, column, row);
    }
  }
  return { share: different / Math.max(1, columns * rows), picture: PNG.sync.write(picture) };
}

function eachPixel(picture: PNG, column: number, row: number, visit: (at: number) => void): void {
  for (let y = row * blockPx; y < (row + 1) * blockPx; y += 1) for (let x = column * blockPx; x < (column + 1) * blockPx; x += 1) visit((y * picture.width + x) * 4);
}

function meanOf(picture: PNG, column: number, row: number): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  eachPixel(picture, column, row, (at) => { for (const channel of [0, 1, 2] as const) sums[channel] += picture.data[at + channel] ?? 0; });
  return [sums[0] / blockPx ** 2, sums[1] / blockPx ** 2, sums[2] / blockPx ** 2];
}

function redden(picture: PNG, column: number, row: number): void {
  eachPixel(picture, column, row, (at) => {
    picture.data[at] = 255;
    picture.data[at + 1] = (picture.data[at + 1] ?? 0) / 3;
    picture.data[at + 2] = (picture.data[at + 2] ?? 0) / 3;
  });
}
