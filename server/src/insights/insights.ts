import type { HomeNumbers, SopResult, TodayNumbers } from '@homefield/contract';
import type { Analytics, Database } from '../engines/index.ts';
import type { Clock } from '../kernel/index.ts';
import { readHomeNumbers } from './home.ts';
import { readSopResult } from './sop-result.ts';
import { readToday } from './today.ts';

export type InsightDeps = { db: Database; analytics: Analytics; clock: Clock };

export type Insights = {
  /** The brand at a glance, as of the clock. */
  home(workspaceId: bigint): Promise<HomeNumbers>;
  /** What changed since yesterday, what runs and what needs a hand. */
  today(workspaceId: bigint): Promise<TodayNumbers>;
  /** What came of an SOP, with its measured lift. Refuses (404) an unknown one. */
  sopResult(workspaceId: bigint, sopId: bigint): Promise<SopResult>;
};

export function createInsights(deps: InsightDeps): Insights {
  return {
    home: (workspaceId) => readHomeNumbers(deps, workspaceId),
    today: (workspaceId) => readToday(deps, workspaceId),
    sopResult: (workspaceId, sopId) => readSopResult(deps, workspaceId, sopId),
  };
}
