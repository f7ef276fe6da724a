import type { HomeNumbers, SopFigures, SopResult, TodayNumbers } from '@homefield/contract';
import type { Analytics, Database } from '../engines/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';
import { readHomeNumbers } from './home.ts';
import { readSopFigures } from './sop-figures.ts';
import { readSopResult } from './sop-result.ts';
import { readToday } from './today.ts';

export type InsightDeps = { db: Database; analytics: Analytics; clock: Clock };

export type Insights = {
  /** The brand, or the part of it that the viewer sees, at a glance, as of the clock. */
  home(viewer: Viewer): Promise<HomeNumbers>;
  /** What changed since yesterday among whom the viewer sees, what runs and what needs a hand. `jobsOf`: who began the jobs that count; without it everybody's. */
  today(viewer: Viewer, jobsOf?: bigint): Promise<TodayNumbers>;
  /** What came of an SOP among the customers whom the viewer sees, with its measured lift. Refuses (404) an unknown one. */
  sopResult(viewer: Viewer, sopId: bigint): Promise<SopResult>;
  /** How many entered some SOPs and how many messages went out, for a page of the list; nought for one that there is not. */
  sopFigures(viewer: Viewer, ids: readonly string[]): Promise<SopFigures>;
};

export function createInsights(deps: InsightDeps): Insights {
  return {
    home: (viewer) => readHomeNumbers(deps, viewer),
    today: (viewer, jobsOf) => readToday(deps, viewer, jobsOf),
    sopResult: (viewer, sopId) => readSopResult(deps, viewer, sopId),
    sopFigures: (viewer, ids) => readSopFigures(deps, viewer, ids),
  };
}
