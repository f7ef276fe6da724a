import { problem } from '../kernel/index.ts';

export const SampleNeedsEmptyBrand = problem('sample_needs_empty_brand', 409, {
  en: 'The sample brand can only be loaded into a brand without customers, so that invented ones never stand among yours.',
  zh: '样例品牌只能载入还没有客户的品牌，以免虚构的客户混进真实客户里。',
});
export const SampleBusy = problem('sample_busy', 409, {
  en: 'The sample brand is just being loaded or removed. Watch it under Jobs and try again when it is done.',
  zh: '样例品牌正在载入或移除，请在任务页查看进度，完成后再试。',
});
export const SampleAbsent = problem('sample_absent', 409, {
  en: 'The sample brand is not loaded, so there is nothing to remove.',
  zh: '样例品牌没有载入，无需移除。',
});
