import { durationMs } from '@homefield/contract';
import type { SopDefinition, SopStep } from '@homefield/contract';

/** Where a customer stands in the steps. `arriving`: the step is still to be done; `waiting`: time has to pass; `awaiting`: a message is on its way. */
export type RunState =
  | { kind: 'active'; stepId: string; visit: number; phase: 'arriving' | 'waiting' | 'awaiting'; wakeAtMs: number }
  | { kind: 'watching'; wakeAtMs: number }
  | { kind: 'ended'; reason: 'completed' | 'step_removed' };

/** What the engine found out about the run before it asks what comes next. */
export type RunFacts = {
  goalUntilMs: number;
  /** Whether the message of the present visit has come to its end; null: there is none. */
  message: 'open' | 'final' | null;
};

/** What has to happen with the next state, in one transaction; unique by (enrollment, step, visit). */
export type Effect =
  | { kind: 'send'; stepId: string; visit: number; channel: string; text: string; confirmWithinMs: number }
  | { kind: 'ended'; reason: 'completed' | 'step_removed' };

export type Advance = { next: RunState; effects: readonly Effect[] };

/** A message that nobody reported on is asked about at this distance; its report normally wakes the run at once. */
export const messageCheckMs = 86_400_000;

/** The state of a run that begins: a held-out one takes no step, it is only watched. */
export function beginRun(definition: SopDefinition, at: { nowMs: number; goalUntilMs: number; heldOut: boolean }): RunState {
  const first = definition.steps[0];
  if (at.heldOut || !first) return { kind: 'watching', wakeAtMs: at.goalUntilMs };
  return { kind: 'active', stepId: first.id, visit: 0, phase: 'arriving', wakeAtMs: at.nowMs };
}

/**
 * What comes next for a run that is due at `nowMs`. Pure: the live engine, a dry run and a backtest ask the same function. A send
 * step ends when its message has come to its end, whatever that is: who was capped or did not get it goes on too.
 */
export function advance(definition: SopDefinition, state: RunState, facts: RunFacts, nowMs: number): Advance {
  if (state.kind === 'ended') return { next: state, effects: [] };
  if (state.kind === 'watching') return finish(facts, nowMs);
  const index = definition.steps.findIndex((step) => step.id === state.stepId);
  const step = definition.steps[index];
  if (!step) return { next: { kind: 'ended', reason: 'step_removed' }, effects: [{ kind: 'ended', reason: 'step_removed' }] };
  if (state.phase !== 'arriving') {
    if (state.phase === 'waiting' && nowMs < state.wakeAtMs) return { next: state, effects: [] };
    if (state.phase === 'awaiting' && facts.message === 'open') return { next: { ...state, wakeAtMs: nowMs + messageCheckMs }, effects: [] };
    const following = definition.steps[index + 1];
    if (!following) return finish(facts, nowMs);
    return arrive(following, nowMs);
  }
  return arrive(step, nowMs, state.visit);
}

function arrive(step: SopStep, nowMs: number, visit = 0): Advance {
  if (step.kind === 'wait') {
    return { next: { kind: 'active', stepId: step.id, visit, phase: 'waiting', wakeAtMs: nowMs + durationMs(step.for) }, effects: [] };
  }
  return {
    next: { kind: 'active', stepId: step.id, visit, phase: 'awaiting', wakeAtMs: nowMs + messageCheckMs },
    effects: [{ kind: 'send', stepId: step.id, visit, channel: step.channel, text: step.text, confirmWithinMs: durationMs(step.confirmWithin) }],
  };
}

function finish(facts: RunFacts, nowMs: number): Advance {
  if (nowMs < facts.goalUntilMs) return { next: { kind: 'watching', wakeAtMs: facts.goalUntilMs }, effects: [] };
  return { next: { kind: 'ended', reason: 'completed' }, effects: [{ kind: 'ended', reason: 'completed' }] };
}

/** The key of the one message of a visit to a step. */
export function messageKey(enrollmentId: bigint, stepId: string, visit: number): string {
  return `enrollment:${enrollmentId}:${stepId}:${visit}`;
}
