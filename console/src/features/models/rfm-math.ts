import type { RfmPicture } from '@homefield/contract';

export type Snapshot = NonNullable<RfmPicture['snapshot']>;
export type RfmClassRow = Snapshot['classes'][number];
export type Heat = Readonly<{ rows: readonly string[]; columns: readonly string[]; values: readonly (readonly [column: number, row: number, customers: number, salesMinor: number])[]; most: number }>;

/** Where the eight classes stand: high or low in R, F and M. */
export const rfmMarks: Readonly<Record<RfmClassRow['class'], readonly [r: boolean, f: boolean, m: boolean]>> = {
  key_value: [true, true, true], key_growth: [true, false, true], key_retain: [false, true, true], key_win_back: [false, false, true],
  general_value: [true, true, false], general_growth: [true, false, false], general_retain: [false, true, false], general_win_back: [false, false, false],
};

const deepest = 7;

/**
 * How deep each class is drawn, 0 to 7: its place among the amounts per customer. By the amounts themselves the four general classes, which are all
 * small beside the largest, would be of one color.
 */
export function depthsOf(classes: readonly Pick<RfmClassRow, 'averageAmountMinor' | 'customers'>[]): number[] {
  const amountOf = ({ averageAmountMinor }: (typeof classes)[number]) => Math.max(0, averageAmountMinor);
  const amounts = [...new Set(classes.filter(({ customers }) => customers > 0).map(amountOf))].sort((left, right) => left - right);
  const steps = Math.max(1, amounts.length - 1);
  return classes.map((row) => Math.round((Math.max(0, amounts.indexOf(amountOf(row))) / steps) * deepest));
}

/**
 * Where high begins, as one says it. R and F are whole numbers: "at least 2.34 orders" is "at least 3", and "at most 117.8 days" is "at most
 * 117". M is a sum of money, and read to the unit.
 */
export const readLines = ({ recencyDays, frequency }: Snapshot['lines']) => ({ recencyDays: Math.floor(recencyDays), frequency: Math.ceil(frequency) });

/** The first number of a band such as `31–90` or `10+`; bands are shown in this order, whatever order they come in. */
const bandStart = (band: string): number => Number(/\d+/.exec(band)?.[0] ?? 0);
const inOrder = (bands: readonly string[]): string[] => [...new Set(bands)].sort((left, right) => bandStart(left) - bandStart(right));

/** Cells as a grid; cells of the same bands are added up and missing ones are 0. */
export function heatOf(cells: Snapshot['cells']): Heat {
  const rows = inOrder(cells.map((cell) => cell.recencyBand));
  const columns = inOrder(cells.map((cell) => cell.frequencyBand));
  const values = rows.flatMap((row, y) => columns.map((column, x) => {
    const here = cells.filter((cell) => cell.recencyBand === row && cell.frequencyBand === column);
    return [x, y, here.reduce((sum, cell) => sum + cell.customers, 0), here.reduce((sum, cell) => sum + cell.salesMinor, 0)] as const;
  }));
  return { rows, columns, values, most: Math.max(1, ...values.map(([, , customers]) => customers)) };
}
