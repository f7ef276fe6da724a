import { problem } from '../kernel/index.ts';

export const MessageTextInvalid = problem('message_text_invalid', 422, {
  en: 'A message text cannot be used as it is. The places are listed.',
  zh: '消息内容有误，请按提示位置修改。',
});
export const CapsInvalid = problem('message_caps_invalid', 422, {
  en: 'A customer may get 1 to 100 messages a day and at least as many a week (at most 700).',
  zh: '每位客户每天可设 1–100 条消息，每周不少于每天上限（最多 700 条）。',
});
