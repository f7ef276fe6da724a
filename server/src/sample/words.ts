import type { Language } from '../kernel/index.ts';

export type SampleWords = Readonly<{ audience: string; sop: string; /** The message of the call-back. */ text: string; /** One of each of the sample's staff. */ staff: readonly string[] }>;

/** What the sample says in the language of whoever loads it; its customers, cities and stores are of a brand in China in both. */
export const sampleWords: Readonly<Record<Language, SampleWords>> = {
  zh: {
    audience: '样例：90 天未购的好友', sop: '样例：老客回访',
    text: '好久不见！这两周为老朋友准备了一份回归礼，到店或下单时报我名字就可以领取。',
    staff: ['林夏', '高明', '陈悦', '王思远', '李沐', '赵晴', '周以安', '吴彤'],
  },
  en: {
    audience: 'Sample: contacts who have not bought for 90 days', sop: 'Sample: call back old customers',
    text: 'Long time no see! For two weeks there is a welcome-back gift for old friends: mention my name in the store or with your order.',
    staff: ['Lin Xia', 'Gao Ming', 'Chen Yue', 'Wang Siyuan', 'Li Mu', 'Zhao Qing', 'Zhou Yian', 'Wu Tong'],
  },
};
