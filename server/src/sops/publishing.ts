import type { SopDefinition } from '@homefield/contract';
import { givenMax } from '../audiences/index.ts';
import type { Audience } from '../audiences/index.ts';
import { isProblem, parseId, wholeBrand } from '../kernel/index.ts';
import type { Clock, ProblemPlace, Viewer } from '../kernel/index.ts';
import type { Messages } from '../messages/index.ts';
import type { SopAudiences } from './sops.ts';

/** Of the customers in the audience of an SOP, those whom the channel of its first message can reach at an instant; `channel` is null without a message. */
export type SopReach = { channel: string | null; customers: number; reachable: number; asOfMs: number };

/** Everything that would go wrong after the launch, with its place in the SOP; and the audience, when there is one. */
export async function examine(deps: { audiences: Pick<SopAudiences, 'get'>; messages: Pick<Messages, 'check'> }, workspaceId: bigint, definition: SopDefinition): Promise<{ places: ProblemPlace[]; audience: Audience | undefined }> {
  const { audienceId } = definition.trigger;
  const places = mistakesOf(definition, deps.messages);
  const audience = audienceId === '' ? undefined : await findAudience(deps.audiences, workspaceId, audienceId);
  const sentence = audienceId === '' ? { en: 'Choose the audience whose customers enter.', zh: '请选择从哪个人群进入。' } : { en: 'There is no such audience, or it is archived. Choose another one.', zh: '该人群不存在或已归档，请另选一个。' };
  return { audience, places: audience ? places : [...places, { pointer: '/definition/trigger/audienceId', sentence }] };
}

function mistakesOf(definition: SopDefinition, messages: Pick<Messages, 'check'>): ProblemPlace[] {
  const seen = new Set<string>();
  return definition.steps.flatMap((step, index): ProblemPlace[] => {
    const pointer = `/definition/steps/${index}`;
    const twice = seen.has(step.id);
    seen.add(step.id);
    return [
      ...(twice ? [{ pointer: `${pointer}/id`, sentence: { en: `The step id "${step.id}" is used twice.`, zh: `步骤编号“${step.id}”重复。` } }] : []),
      ...(step.kind !== 'send' ? [] : messages.check(step.channel, step.text).map(({ line, column, sentence }) => ({
        pointer: `${pointer}/text`, sentence: { en: `Line ${line}, column ${column}: ${sentence.en}`, zh: `第 ${line} 行第 ${column} 列：${sentence.zh}` },
      }))),
    ];
  });
}

async function findAudience(audiences: Pick<SopAudiences, 'get'>, workspaceId: bigint, audienceId: string): Promise<Audience | undefined> {
  try {
    return await audiences.get(wholeBrand(workspaceId), parseId('audience', audienceId));
  } catch (error) {
    // An engine that does not answer is no missing audience.
    if (isProblem(error) && error.status < 500) return undefined;
    throw error;
  }
}

type ReachDeps = { audiences: Pick<SopAudiences, 'preview' | 'matches'>; messages: Pick<Messages, 'unwilling'>; clock: Clock };

/** Those who said no are few: they are taken off the contacts in portions, so that nobody has to walk over the whole audience. */
export async function reachOfAudience({ audiences, messages, clock }: ReachDeps, viewer: Viewer, definition: SopDefinition): Promise<SopReach> {
  const asOfMs = clock.now();
  const channel = definition.steps.find((step) => step.kind === 'send')?.channel ?? null;
  const audience = { audience: definition.trigger.audienceId };
  if (audience.audience === '') return { channel, customers: 0, reachable: 0, asOfMs };
  const { count, reach } = await audiences.preview(viewer, audience, asOfMs);
  if (channel === null) return { channel, customers: count, reachable: 0, asOfMs };
  let reachable = reach.find((one) => channel.startsWith(`${one.channel}.`))?.count ?? 0;
  for (let afterId = 0n; ;) {
    const ids = await messages.unwilling(viewer, { channel, afterId, limit: givenMax });
    reachable -= (await audiences.matches(viewer.workspaceId, { all: [audience, { attribute: 'isContact', is: true }] }, ids, asOfMs)).size;
    const last = ids.at(-1);
    if (last === undefined || ids.length < givenMax) return { channel, customers: count, reachable, asOfMs };
    afterId = last;
  }
}
