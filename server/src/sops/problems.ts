import { problem } from '../kernel/index.ts';
import type { Problem, Sentence } from '../kernel/index.ts';
import type { SopState } from './sop-store.ts';

export const SopNotFound = problem('sop_not_found', 404, {
  en: 'There is no such SOP.',
  zh: '该 SOP 不存在。',
});
export const SopChanged = problem('sop_changed', 409, {
  en: 'Somebody changed this SOP in the meantime (it is at revision {revision} now). Load it again, look at it, and repeat what you did.',
  zh: '该 SOP 已被他人修改（当前版次 {revision}），请刷新、看过最新内容后再操作。',
});
export const SopInvalid = problem('sop_invalid', 422, {
  en: 'The SOP cannot be published as it is. The places are listed.',
  zh: 'SOP 有误，无法发布，请按提示位置修改。',
});
export const SopStateRefused = problem('sop_state_refused', 409, {
  en: 'This SOP {stateEn}, so {wantedEn}.',
  zh: '该 SOP {stateZh}，{wantedZh}。',
});

const states: Readonly<Record<SopState, Sentence>> = {
  draft: { zh: '还是草稿', en: 'is a draft' }, live: { zh: '正在运行', en: 'is live' }, paused: { zh: '已经暂停', en: 'is paused' }, ended: { zh: '已经结束', en: 'has ended' },
};
const wishes = {
  changed: { zh: '不能再修改', en: 'it cannot be changed' }, published: { zh: '不能再发布', en: 'it cannot be published' }, paused: { zh: '不能暂停', en: 'it cannot be paused' },
  resumed: { zh: '不能恢复', en: 'it cannot be resumed' }, ended: { zh: '不能结束', en: 'it cannot be ended' }, discarded: { zh: '没有可以恢复的已发布内容', en: 'there is no published version to go back to' },
} as const satisfies Readonly<Record<string, Sentence>>;

/** The refusal in words of its language: none of the state's code. */
export function stateRefused(state: SopState, wanted: keyof typeof wishes): Problem {
  const [now, wish] = [states[state], state === 'ended' && wanted === 'discarded' ? wishes.changed : wishes[wanted]];
  return SopStateRefused({ stateZh: now.zh, stateEn: now.en, wantedZh: wish.zh, wantedEn: wish.en });
}
