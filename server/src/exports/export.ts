import type { Permission } from '@homefield/contract';
import type { Database, Jobs, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import type { Clock, Language, Sentence, Viewer } from '../kernel/index.ts';

/** In which language, zone and currency a cell is written. */
export type ExportLook = { language: Language; zone: string; currency: string };

/** A number stays a number in the file; a text that a spreadsheet would run as a formula is defused. */
export type ExportColumn<Row> = { key: string; title: Sentence; cell: (row: Row, look: ExportLook) => string | number | null };

/** A list that can be exported. */
export type ExportSource<Row> = {
  /** The kind of job, `export.customers`. */
  kind: string;
  title: Sentence;
  /** What a person has to be allowed who asks for it. */
  may: Permission;
  /** With what the name of the file begins; the day and time follow. */
  fileName: Sentence;
  /** What is counted: the unit of the progress. */
  unit: string;
  columns: readonly ExportColumn<Row>[];
  /** Which rows, in their order, `limit` at most. Asked once: the file shows the list as it was then. */
  find(viewer: Viewer, input: ExportInput, limit: number): Promise<readonly bigint[]>;
  /** The rows in the order of the ids; those that are gone by now, and those whom the viewer does not see, are left out. */
  rows(viewer: Viewer, input: ExportInput, ids: readonly bigint[]): Promise<readonly Row[]>;
  /** What the audit log is told: `noun.verb_past`, and the filter without secrets, phones and e-mail addresses. */
  audited: { action: string; filter: (workspaceId: bigint, input: ExportInput) => Readonly<Record<string, unknown>> };
};

export type ExportInput = Readonly<Record<string, unknown>>;

/** The audit log, as whoever keeps it offers it. */
export type ExportAudit = (tx: Transaction, workspaceId: bigint, entry: {
  actor: Pick<Actor, 'kind' | 'id'> | null; action: string; object: { kind: string; id: string }; detail: Readonly<Record<string, unknown>>;
}) => Promise<void>;

export type ExportsDeps = {
  db: Database; jobs: Jobs; clock: Clock; audit: ExportAudit;
  /** Where files are written, until they are fetched or a week has passed. */
  folder: string;
  /** A million rows (a spreadsheet shows 1,048,576) and 512 MiB unless told. */
  limits?: { rowsMax: number; bytesMax: number };
};
