import type { Database, Transaction } from '../engines/index.ts';
import { isProblem, type Clock, type Viewer } from '../kernel/index.ts';
import { memberCounts, type AudienceRow } from './audience-reader.ts';
import type { Questions } from './questions.ts';

/** Sizes as a viewer may know them: of the whole brand those that are stored, of a part of it those that are counted for them. */
export type Sizes = {
  all(tx: Transaction, viewer: Viewer, rows: readonly AudienceRow[]): Promise<AudienceRow[]>;
  one(viewer: Viewer, row: AudienceRow): Promise<AudienceRow>;
};

export function createSizes({ db, questions, clock }: { db: Database; questions: Questions; clock: Clock }): Sizes {
  /** Kept members of live audiences are one question; asking every other rule anew for a list would take seconds. */
  const all: Sizes['all'] = async (tx, { workspaceId, dataScope }, rows) => {
    if (dataScope.kind === 'brand') return [...rows];
    const kept = rows.filter(hasMembers);
    const counts = kept.length === 0 ? new Map<bigint, number>() : await memberCounts(tx, workspaceId, kept.map((row) => row.audience_id), dataScope);
    return rows.map((row) => (hasMembers(row) ? { ...row, size: BigInt(counts.get(row.audience_id) ?? 0) } : { ...row, size: null, counted_at: null }));
  };
  return {
    all,
    async one(viewer, row) {
      const { workspaceId, dataScope } = viewer;
      if (dataScope.kind === 'brand') return row;
      if (hasMembers(row)) return (await db.inWorkspace(workspaceId, (tx) => all(tx, viewer, [row])))[0] ?? row;
      const atMs = clock.now();
      try {
        const size = await questions.count(workspaceId, { ...await questions.prepare(workspaceId, row.rule, atMs, row.audience_id), dataScope });
        return { ...row, size: BigInt(size), counted_at: atMs };
      } catch (error) {
        // What cannot be counted just now (a rule over an archived audience, an engine that restarts) can still be looked at.
        if (isProblem(error)) return { ...row, size: null, counted_at: null };
        throw error;
      }
    },
  };
}

/** Before its first refresh a live audience has none yet. */
export function hasMembers(row: AudienceRow): boolean {
  return row.live && row.refreshed_at !== null;
}
