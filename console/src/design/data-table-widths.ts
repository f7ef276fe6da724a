import type { Column } from './data-table-types.ts';

/** The column of the boxes. */
export const boxWidthPx = 40;
const defaultWidth = { first: 200, left: 132, right: 120 };
/** Where there is little room a column of words keeps so much of its width, a tag is not cut, and cells end in "…". */
const wordsKeep = { share: 0.7, px: 96 };
/** Numbers and days are never cut: what they give is the wider spaces between columns, see `data-table.module.css`. */
const numbersGivePx = 8;

export type GridWidths = Readonly<{ /** Below this the table is wider than its box. */ leastPx: number; /** CSS lengths, one a column. */ columns: readonly string[] }>;

/**
 * Widths of the columns of an endless table, which fill its box: each has its least, and what the box has beyond the least of all goes to those that can
 * use it, by how much more they would like. Told in the units of the box (`cqi`), so that nothing is measured.
 */
export function gridWidths<Row>(columns: readonly Column<Row>[], boxes: boolean): GridWidths {
  const likes = columns.map((column, index) => column.width ?? (index === 0 ? defaultWidth.first : defaultWidth[column.align ?? 'left']));
  const least = columns.map((column, index) => column.least ?? leastOf(column.align, likes[index] ?? 0));
  const wishes = likes.map((like, index) => Math.max(0, like - (least[index] ?? 0)));
  const wished = wishes.reduce((sum, wish) => sum + wish, 0);
  const leastPx = least.reduce((sum, px) => sum + px, boxes ? boxWidthPx : 0);
  return {
    leastPx,
    columns: least.map((px, index) => {
      const share = wished > 0 ? (wishes[index] ?? 0) / wished : 1 / columns.length;
      return share === 0 ? `${px}px` : `calc(${px}px + max(0px, 100cqi - ${leastPx}px) * ${share.toFixed(5)})`;
    }),
  };
}

function leastOf(align: 'right' | undefined, like: number): number {
  return align === 'right' ? like - numbersGivePx : Math.max(Math.min(like, wordsKeep.px), Math.round(like * wordsKeep.share));
}
