import type { HomeNumbers, SopResult } from '@homefield/contract';
import type { Analytics, Database } from '../engines/index.ts';
import type { Clock } from '../kernel/index.ts';
import { readHomeNumbers } from './home.ts';
import { readSopResult } from './sop-result.ts';

export type InsightDeps = { db: Database; analytics: Analytics; clock: Clock };

export type Insights = {
  /** The brand at a glance, as of the clock. */
  home(workspaceId: bigint): Promise<HomeNumbers>;
  /** What came of an SOP, with its measured lift. Refuses (404) an unknown one. */
  sopResult(workspaceId: bigint, sopId: bigint): Promise<SopResult>;
};

export function createInsights(deps: InsightDeps): Insights {
  return {
    home: (workspaceId) => readHomeNumbers(deps, workspaceId),
    sopResult: (workspaceId, sopId) => readSopResult(deps, workspaceId, sopId),
  };
}
