import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SopDefinition } from '@homefield/contract';
import { dayMs, hourMs } from '../kernel/index.ts';
import { advance, beginRun, messageCheckMs } from './sop.ts';
import type { RunFacts, RunState } from './sop.ts';

const definition: SopDefinition = {
  trigger: { kind: 'audience_entry', audienceId: 'aud_0000000000001' }, holdOut: 0.1,
  steps: [
    { kind: 'wait', id: 'first', for: '2h' },
    { kind: 'send', id: 'hello', channel: 'wecom.broadcast', text: 'hi', confirmWithin: '2d' },
    { kind: 'wait', id: 'rest', for: '3d' },
  ],
  goal: { event: 'order.paid', withinDays: 7 }, entry: { again: 'never' }, quietHours: { from: '21:00', to: '09:00' },
};
const startMs = 1_000_000_000_000;
const goalUntilMs = startMs + 7 * dayMs;
const facts = (message: RunFacts['message'] = null): RunFacts => ({ goalUntilMs, message });
const at = (stepId: string, phase: 'arriving' | 'waiting' | 'awaiting', wakeAtMs: number): RunState => ({ kind: 'active', stepId, visit: 0, phase, wakeAtMs });

test('golden: a treated run waits, sends, goes on when its message has ended, is watched, ends', () => {
  let state = beginRun(definition, { nowMs: startMs, goalUntilMs, heldOut: false });
  const story: unknown[] = [state];
  const move = (nowMs: number, message: RunFacts['message'] = null) => {
    const { next, effects } = advance(definition, state, facts(message), nowMs);
    state = next;
    story.push(next, ...effects);
  };
  move(startMs);
  move(startMs + 2 * hourMs);
  move(startMs + 2 * hourMs + messageCheckMs, 'open');
  move(startMs + 30 * hourMs, 'final');
  move(startMs + 30 * hourMs + 3 * dayMs);
  move(goalUntilMs);
  expect(story).toEqual([
    at('first', 'arriving', startMs),
    at('first', 'waiting', startMs + 2 * hourMs),
    at('hello', 'awaiting', startMs + 2 * hourMs + messageCheckMs),
    { kind: 'send', stepId: 'hello', visit: 0, channel: 'wecom.broadcast', text: 'hi', confirmWithinMs: 2 * dayMs },
    at('hello', 'awaiting', startMs + 2 * hourMs + 2 * messageCheckMs),
    at('rest', 'waiting', startMs + 30 * hourMs + 3 * dayMs),
    { kind: 'watching', wakeAtMs: goalUntilMs },
    { kind: 'ended', reason: 'completed' },
    { kind: 'ended', reason: 'completed' },
  ]);
});

test('a held-out run takes no step and has no effect but its end', () => {
  const state = beginRun(definition, { nowMs: startMs, goalUntilMs, heldOut: true });
  expect(state).toEqual({ kind: 'watching', wakeAtMs: goalUntilMs });
  expect(advance(definition, state, facts(), startMs)).toEqual({ next: state, effects: [] });
  expect(advance(definition, state, facts(), goalUntilMs).effects).toEqual([{ kind: 'ended', reason: 'completed' }]);
});

test('woken too early, a waiting run changes nothing', () => {
  const state = at('first', 'waiting', startMs + hourMs);
  expect(advance(definition, state, facts(), startMs)).toEqual({ next: state, effects: [] });
});

test('steps that are done after the window end the run at once', () => {
  expect(advance(definition, at('rest', 'waiting', goalUntilMs + 1), facts(), goalUntilMs + 1).next).toEqual({ kind: 'ended', reason: 'completed' });
});

test('a step that the version does not have ends the run and says why', () => {
  expect(advance(definition, at('gone', 'arriving', startMs), facts(), startMs).next).toEqual({ kind: 'ended', reason: 'step_removed' });
});

test('every run ends, and sends each step exactly once, however it is woken', () => {
  const steps = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }).map((ids) => ids.map((id): SopDefinition['steps'][number] => (
    id % 2 ? { kind: 'wait', id: `s${id}`, for: '1d' } : { kind: 'send', id: `s${id}`, channel: 'wecom.broadcast', text: 't', confirmWithin: '1d' })));
  fc.assert(fc.property(steps, fc.array(fc.record({ after: fc.integer({ min: 0, max: 2 * dayMs }), open: fc.boolean() }), { maxLength: 60 }), (list, wakes) => {
    const sop = { ...definition, steps: list };
    let [state, nowMs] = [beginRun(sop, { nowMs: startMs, goalUntilMs, heldOut: false }), startMs];
    const sent: string[] = [];
    const wake = (ms: number, message: RunFacts['message']) => {
      nowMs = ms;
      const result = advance(sop, state, facts(message), nowMs);
      state = result.next;
      for (const effect of result.effects) if (effect.kind === 'send') sent.push(`${effect.stepId} ${effect.visit}`);
    };
    for (const { after, open } of wakes) wake(nowMs + after, open ? 'open' : 'final');
    for (let round = 0; round < 30 && state.kind !== 'ended'; round += 1) wake(Math.max(nowMs, state.wakeAtMs), 'final');
    expect(state).toEqual({ kind: 'ended', reason: 'completed' });
    expect(sent).toEqual(list.flatMap((step) => (step.kind === 'send' ? [`${step.id} 0`] : [])));
  }));
});
