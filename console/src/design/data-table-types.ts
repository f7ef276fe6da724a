import type { ReactNode } from 'react';
import type { Selecting } from './data-table-selection.ts';

export type Column<Row> = Readonly<{
  key: string;
  title: ReactNode;
  /** What its numbers mean, on hover or tap; for a column that is not sorted. */
  definition?: string;
  render: (row: Row) => ReactNode;
  /** The name by which the server sorts; a column without one cannot be sorted. */
  sort?: string;
  align?: 'right';
  /** What it would like in an endless table, in pixels; it gets less and more with the room that there is. */
  width?: number;
  /** Below this it is not made narrower; without it numbers keep their width, and words three quarters of it. */
  least?: number;
  /** Left out until somebody chooses it. The first column is always there. */
  hidden?: boolean;
  /** On a phone a row is a card: its head, the right end of its head, a sentence under it, a labeled line, or left out. Default: a line. */
  phone?: 'head' | 'end' | 'text' | 'line' | 'none';
  /** A row that has nothing here: its card leaves it out, where the table keeps its place. */
  missing?: (row: Row) => boolean;
}>;

/** Rows that come as one scrolls, by cursor. The table scrolls in itself then, and draws only the rows that are seen. */
export type Endless = Readonly<{
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
  /** Why the last portion did not come; the rows that did stay. */
  error?: unknown;
  /** How many there are in all, when it is known: told to screen readers and shown in the foot. */
  total?: number | undefined;
}>;

export type DataTableProps<Row> = Readonly<{
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** What the rows are, for who cannot see them; the page's title will do. */
  label: string;
  error?: unknown;
  onRetry?: () => void;
  refreshing?: boolean;
  /** `netSales` ascending, `-netSales` descending. */
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  onOpen?: (row: Row) => void;
  pages?: { onNext: (() => void) | null; onPrevious: (() => void) | null } | undefined;
  endless?: Endless | undefined;
  /** Rows can be chosen; see `useSelection`. */
  selecting?: Selecting | undefined;
  /** A name of a row for its checkbox. */
  rowName?: (row: Row) => string;
  empty: ReactNode;
  summary?: ReactNode;
}>;

export type FilledTable<Row> = DataTableProps<Row> & { rows: readonly Row[] };
