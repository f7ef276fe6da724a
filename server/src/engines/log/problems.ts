import { problem } from '../../kernel/index.ts';

export const LogNeedsAdoption = problem('log_needs_adoption', 500, {
  en: 'This database was restored or moved ({why}). Its transaction numbers start anew, so readers of the log would wait for ever. Run "homefield doctor --adopt" once; it says what it changes.',
  zh: '检测到数据库曾被恢复或迁移（{why}），事务编号已重新开始，日志读取会永远等待。请运行一次 “homefield doctor --adopt”，它会说明所做的改动。',
});
export const EventTimeOutOfRange = problem('event_time_out_of_range', 422, {
  en: 'The time {time} of an event is not between 1990 and tomorrow.',
  zh: '事件时间 {time} 不在 1990 年至明天之间。',
});
