import { useMemo } from 'react';
import type { Column } from './data-table-types.ts';

/** The columns that are shown, in the order that was chosen; without a choice those that are not hidden. The first column always stays first. */
export function arrange<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null | undefined): Column<Row>[] {
  if (!chosen) return columns.filter((column) => !column.hidden);
  const [first, ...others] = columns;
  const picked = chosen.flatMap((key) => others.find((column) => column.key === key) ?? []);
  return first ? [first, ...new Set(picked)] : [];
}

/** `arrange` that answers the same columns while nothing about them changed: a line of a table is drawn again for other ones. */
export function useArranged<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null | undefined): Column<Row>[] {
  return useMemo(() => arrange(columns, chosen), [columns, chosen]);
}

/** The same list with one key moved; places beyond its ends are its ends. */
export function moved(keys: readonly string[], key: string, to: number): string[] {
  const rest = keys.filter((one) => one !== key);
  return rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, key);
}

/** Every column in the order of the chooser: the shown ones as they stand, then the hidden ones. */
export function chooserOrder<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null | undefined): Column<Row>[] {
  const shown = arrange(columns, chosen);
  return [...shown, ...columns.filter((column) => !shown.includes(column))];
}
