import { problem } from '../kernel/index.ts';

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
  en: 'An SOP that is {state} cannot be {wanted}.',
  zh: 'SOP 当前状态为 {state}，不能执行该操作（{wanted}）。',
});
