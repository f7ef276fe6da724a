import { messageOutcomes, missReasons, newSop, offeredVariables, sopDefinition, sopNameMax, sopTextMax, type SopStep } from '@homefield/contract';
import { describe, expect, it } from 'vitest';
import { missNames, outcomeNames } from './people-of.ts';
import { intervalPlaces, missesOf, verdictOf } from './result-math.ts';
import { foundMistakes, inserted, lacksOf, moved, newDefinition, newStep, previewText, problemsByStep, variables } from './sop-draft.ts';
import { isTooLong, nameMax, textMax } from './sop-length.ts';
import { apart, mergedSteps, orderStart, stepDifferences } from './sop-merging.ts';

describe('the draft of an SOP', () => {
  it('offers the variables that the server offers, no more and no fewer, and knows its lengths', () => {
    expect([variables, textMax, nameMax]).toEqual([offeredVariables, sopTextMax, sopNameMax]);
  });

  it('is accepted by the contract as soon as nothing is missing', () => {
    const draft = newDefinition('aud_0b3k5m7n9p1q2');
    expect(lacksOf('', draft)).toEqual({ name: true, audience: false, texts: ['send-1'] });
    const filled = { ...draft, steps: draft.steps.map((step) => (step.kind === 'send' ? { ...step, text: '您好' } : step)) };
    expect(lacksOf('回访', filled)).toEqual({ name: false, audience: false, texts: [] });
    expect(sopDefinition.safeParse(filled).success).toBe(true);
  });

  it('may be kept before it is complete', () => {
    expect(sopDefinition.safeParse(newDefinition('')).success).toBe(true);
  });

  it('is called too long exactly where the contract refuses it', () => {
    const draft = newDefinition('');
    const withText = (text: string) => ({ ...draft, steps: draft.steps.map((step) => (step.kind === 'send' ? { ...step, text } : step)) });
    for (const [name, length] of [['回访', 4_000], ['回访', 4_001], ['名'.repeat(100), 10], [` ${'名'.repeat(100)} `, 10], ['名'.repeat(101), 10]] as const) {
      const definition = withText('字'.repeat(length));
      expect(isTooLong(name, definition), `${name.length} ${length}`).toBe(!newSop.safeParse({ name, definition }).success);
    }
  });

  it('never gives a new step the id of another one', () => {
    const steps = [newStep('wait', []), newStep('send', [])];
    expect(newStep('wait', steps).id).toBe('wait-2');
    expect(newStep('wait', steps.slice(1)).id).toBe('wait-1');
  });

  it('moves a step by one and stops at the ends', () => {
    const [wait, send] = [newStep('wait', []), newStep('send', [])];
    expect(moved([wait, send], 0, 1)).toEqual([send, wait]);
    expect(moved([wait, send], 0, -1)).toEqual([wait, send]);
    expect(moved([wait, send], 1, 1)).toEqual([wait, send]);
  });

  it('shows a text with the data of a customer and leaves what it does not understand', () => {
    const facts = { 'customer.name': '王静', 'customer.city': '' };
    expect(previewText('{{ customer.name }}，{{customer.city | default: "本地"}}的门店到了新品 {{ shop.name }}', facts)).toBe('王静，本地的门店到了新品 {{ shop.name }}');
  });

  it('puts a variable where the cursor stands, in place of what is chosen, and at the end while nobody was in the text', () => {
    expect(inserted('您好，欢迎', [2, 2], '{{ x }}')).toEqual({ text: '您好{{ x }}，欢迎', caret: 9 });
    expect(inserted('您好，欢迎', [0, 2], '{{ x }}')).toEqual({ text: '{{ x }}，欢迎', caret: 7 });
    expect(inserted('您好', null, '{{ x }}')).toEqual({ text: '您好{{ x }}', caret: 9 });
  });

  it('finds the step that a refusal means, wherever it is moved afterwards', () => {
    const steps = [newStep('wait', []), newStep('send', [])];
    expect(problemsByStep(steps, [{ pointer: '/definition/steps/1/text', detail: 'a' }, { pointer: '/steps/0', detail: 'b' }, { pointer: '/steps/0', detail: 'b' }, { pointer: '/steps/7', detail: 'd' }, { pointer: '/goal', detail: 'c' }])).toEqual(new Map([['send-1', ['a']], ['wait-1', ['b']]]));
  });

  it('does not call wrong what was not written yet', () => {
    const definition = newDefinition('');
    const sentence = { zh: '不对', en: 'wrong' };
    const mistakes = [{ pointer: '/definition/steps/0/text', sentence }, { pointer: '/definition/trigger/audienceId', sentence }];
    expect(foundMistakes({ definition, mistakes }, ({ zh }) => zh)).toEqual([]);
    const written = { ...definition, steps: definition.steps.map((step) => (step.kind === 'send' ? { ...step, text: '{{ customer.nam }}' } : step)) };
    expect(foundMistakes({ definition: written, mistakes }, ({ zh }) => zh)).toEqual([{ pointer: '/definition/steps/0/text', detail: '不对' }]);
  });
});

describe('an SOP that two people changed', () => {
  const send = (id: string, text: string) => ({ kind: 'send' as const, id, channel: 'wecom.broadcast' as const, text, confirmWithin: '2d' });
  const wait = (id: string, lasting = '1d') => ({ kind: 'wait' as const, id, for: lasting });
  const base = [wait('wait-1'), send('send-1', '您好')];
  /** What is saved when nobody chooses anything. */
  const merged = (mine: SopStep[], theirs: SopStep[]) => {
    const three = { base, theirs, mine: apart({ base, mine, theirs }) };
    const starts = new Map(stepDifferences(three).map(({ id, start }) => [id, start]));
    return mergedSteps(three, (id) => starts.get(id) ?? 'theirs', orderStart(three) ?? 'theirs');
  };

  it('keeps a step that a colleague added, also where I changed another one, and mine where I changed it', () => {
    const theirs = [wait('wait-1'), wait('wait-2', '4h'), send('send-1', '您好')];
    expect(merged(base, theirs)).toEqual(theirs);
    expect(merged([wait('wait-1'), send('send-1', '我的话')], theirs)).toEqual([wait('wait-1'), wait('wait-2', '4h'), send('send-1', '我的话')]);
  });

  it('keeps both of two steps that were added at once and got the same id', () => {
    const added = merged([...base, send('send-2', '我的新步骤')], [...base, send('send-2', '对方的新步骤')]);
    expect(added).toEqual([...base, send('send-2', '对方的新步骤'), send('send-3', '我的新步骤')]);
    expect(merged([...base, send('send-2', '一样')], [...base, { text: '一样', confirmWithin: '2d', kind: 'send', channel: 'wecom.broadcast', id: 'send-2' }])).toHaveLength(3);
  });

  it('leaves out what one removed and the other did not touch, and never leaves nothing', () => {
    expect(merged([send('send-1', '您好')], base)).toEqual([send('send-1', '您好')]);
    expect(merged(base, [wait('wait-1')])).toEqual([wait('wait-1')]);
    expect(merged([send('send-1', '您好')], [wait('wait-1')])).toEqual([wait('wait-1')]);
  });

  it('takes the order of whoever changed it', () => {
    const turned = [...base].reverse();
    expect(merged(turned, base)).toEqual(turned);
    expect(merged(base, turned)).toEqual(turned);
    expect(orderStart({ base, mine: base, theirs: base })).toBeNull();
  });
});

describe('the people of a step', () => {
  it('are asked for in the words of the contract, no more and no fewer', () => {
    expect([outcomeNames, missNames]).toEqual([messageOutcomes, missReasons]);
  });

  it('are counted by reason over all steps, the most frequent first', () => {
    const step = (stepId: string, missed: { reason: 'cap' | 'no_consent'; count: number }[] | null) => ({ stepId, entered: 9, here: 0, passed: 9, messages: missed && { sent: 0, withStaff: 0, queued: 0, missed } });
    expect(missesOf({ steps: [step('a', [{ reason: 'cap', count: 2 }, { reason: 'no_consent', count: 3 }]), step('wait', null), step('b', [{ reason: 'cap', count: 4 }])] })).toEqual([{ reason: 'cap', count: 6 }, { reason: 'no_consent', count: 3 }]);
  });
});

describe('a measured lift', () => {
  it('is called more or less only when its interval leaves zero out', () => {
    expect([{ value: 5, low: 1, high: 9 }, { value: 3, low: -1, high: 7 }, { value: 3, low: 0, high: 7 }, { value: -5, low: -9, high: -1 }, null].map(verdictOf)).toEqual(['more', 'unclear', 'unclear', 'less', 'none']);
  });

  it('is drawn on a line that holds zero, low left of value left of high', () => {
    for (const lift of [{ value: 1_230, low: 410, high: 2_050 }, { value: -910, low: -1_700, high: -120 }, { value: 0, low: 0, high: 0 }]) {
      const { zero, low, high, value } = intervalPlaces(lift);
      expect([zero, low, high, value].every((place) => place >= 0 && place <= 100)).toBe(true);
      expect(low <= value && value <= high).toBe(true);
    }
  });
});
