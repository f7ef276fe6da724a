/** Steps of a version in their order. */
export type VersionSteps = { version: number; steps: string[] };
/** Treated runs that stand, or stood last, at a step. */
export type RunCount = { version: number; stepId: string; stepsDone: boolean; active: boolean; count: number };
export type StepCount = { stepId: string; entered: number; here: number; passed: number };

/**
 * Who came to each step, stands there, and went on. The graph is a list, so whoever stands at a step has passed all before it; who
 * left early (the SOP was ended) neither stands there nor went on. Steps of the newest version first, then those of older ones.
 */
export function countSteps(versions: readonly VersionSteps[], runs: readonly RunCount[]): StepCount[] {
  const newestFirst = versions.toSorted((one, other) => other.version - one.version);
  const counts = new Map<string, StepCount>();
  for (const { steps } of newestFirst) for (const stepId of steps) counts.set(stepId, counts.get(stepId) ?? { stepId, entered: 0, here: 0, passed: 0 });
  const stepsOf = new Map(versions.map(({ version, steps }) => [version, steps]));
  for (const run of runs) {
    const steps = stepsOf.get(run.version) ?? [];
    const place = steps.indexOf(run.stepId);
    steps.slice(0, place + 1).forEach((stepId, index) => {
      const step = counts.get(stepId);
      if (!step) return;
      step.entered += run.count;
      if (index < place || run.stepsDone) step.passed += run.count;
      else if (run.active) step.here += run.count;
    });
  }
  return [...counts.values()];
}
