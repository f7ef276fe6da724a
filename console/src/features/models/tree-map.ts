/** A place on the map, in shares of its width and height. */
export type Area = Readonly<{ x: number; y: number; width: number; height: number }>;

/**
 * Areas in proportion to sizes, as near to squares as they come (squarified treemap, Bruls, Huizing and van Wijk 2000), for a map whose width
 * is `ratio` times its height. Answers them in the order of the sizes; a size of 0 has none.
 */
export function areasOf(sizes: readonly number[], ratio: number): (Area | undefined)[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const areas: (Area | undefined)[] = sizes.map(() => undefined);
  // Of a map 1 high and `ratio` wide every size takes its share.
  const rest = sizes.map((size, index) => ({ index, area: total > 0 ? (size / total) * ratio : 0 })).filter(({ area }) => area > 0).sort((one, other) => other.area - one.area);
  let [x, y, width, height] = [0, 0, ratio, 1];
  while (rest.length > 0) {
    const row = rest.splice(0, rowLength(rest.map(({ area }) => area), Math.min(width, height)));
    const sum = row.reduce((all, { area }) => all + area, 0);
    const stands = width >= height;
    const depth = sum / (stands ? height : width);
    let along = 0;
    for (const { index, area } of row) {
      const length = area / depth;
      areas[index] = stands ? { x: x / ratio, y: y + along, width: depth / ratio, height: length } : { x: (x + along) / ratio, y, width: length / ratio, height: depth };
      along += length;
    }
    [x, y, width, height] = stands ? [x + depth, y, width - depth, height] : [x, y + depth, width, height - depth];
  }
  return areas;
}

/** How many of the next areas, the largest first, stand beside each other along a side: until one more would make the row's worst shape worse. */
function rowLength(areas: readonly number[], side: number): number {
  const worst = (count: number) => {
    const row = areas.slice(0, count);
    const sum = row.reduce((all, area) => all + area, 0);
    return Math.max(...row.map((area) => Math.max((side ** 2 * area) / sum ** 2, sum ** 2 / (side ** 2 * area))));
  };
  let count = 1;
  while (count < areas.length && worst(count + 1) <= worst(count)) count += 1;
  return count;
}
