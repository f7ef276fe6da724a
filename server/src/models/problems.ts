import { problem } from '../kernel/index.ts';

export const ModelUnknown = problem('model_unknown', 404, {
  en: 'There is no segmentation model "{name}".',
  zh: '没有“{name}”这个分层模型。',
});
export const ModelInstantInFuture = problem('model_instant_in_future', 422, {
  en: 'A snapshot looks back: its instant cannot lie in the future.',
  zh: '分层快照只能取当前或过去的时刻。',
});
export const ModelLinesInvalid = problem('model_lines_invalid', 422, {
  en: 'Lines are whole numbers of at least 0.',
  zh: '分界线必须是不小于 0 的整数。',
});
export const ModelWaitsForOrders = problem('model_waits_for_orders', 409, {
  en: 'Orders are still being taken in. Take the snapshot when that is done.',
  zh: '订单仍在导入或同步中，请在完成后再生成快照。',
});
