import { problem } from '../kernel/index.ts';

export const ViewUnknown = problem('view_unknown', 404, {
  en: 'This view does not exist (any more), or it is not shared with you.',
  zh: '该视图不存在，或没有共享给您。',
});
export const ViewNotYours = problem('view_not_yours', 403, {
  en: 'This view belongs to somebody else. Save your changes as a view of your own.',
  zh: '这个视图是别人创建的，请另存为自己的视图后再修改。',
});
export const ViewShareNotAllowed = problem('view_share_not_allowed', 403, {
  en: 'Your role cannot share views with the brand. Keep it as your own, or ask an operator or manager to share it.',
  zh: '当前角色不能把视图共享给全品牌。可以先存为自己的视图，或请运营、负责人来共享。',
});
export const TooManyViews = problem('too_many_views', 409, {
  en: 'You have {max} views of this page already. Delete one that is not used.',
  zh: '这个页面已有 {max} 个自己的视图，请先删除不用的视图。',
});
