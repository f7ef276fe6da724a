import type { HomeNumbers } from '@homefield/contract';

export type Months = readonly (HomeNumbers['months'][number] & { underWay: boolean })[];

/** Which of the months is not over on a day of the brand (`2026-11-22`). One whose last day has begun is still not over. */
export function monthsOf(months: HomeNumbers['months'], today: string): Months {
  return months.map((month) => ({ ...month, underWay: month.month === today.slice(0, 7) }));
}

/** Every how many months one is named below the chart: a name takes 70 px, and a phone has 240. */
export const labelStep = (narrow: boolean): number => (narrow ? 8 : 3);
