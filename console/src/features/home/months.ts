import type { HomeNumbers } from '@homefield/contract';

export type Months = readonly (HomeNumbers['months'][number] & { underWay: boolean })[];

/** Without the months before the first with an order: nought there would look like sales that failed. One month is left at least. */
export function withData(months: HomeNumbers['months']): HomeNumbers['months'] {
  const first = months.findIndex(({ orders }) => orders > 0);
  return months.slice(first < 0 ? -1 : first);
}

/** Which of the months is not over on a day of the brand (`2026-11-22`). One whose last day has begun is still not over. */
export function monthsOf(months: HomeNumbers['months'], today: string): Months {
  return months.map((month) => ({ ...month, underWay: month.month === today.slice(0, 7) }));
}

/** Every how many months one is named below the chart: a name takes 70 px, and a phone has 240. */
export const labelStep = (narrow: boolean): number => (narrow ? 8 : 3);
