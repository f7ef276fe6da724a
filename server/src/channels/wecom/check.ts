import { WecomError } from '@homefield/wecom';
import type { WecomClient } from '@homefield/wecom';
import { isProblem } from '../../kernel/index.ts';
import type { Sentence } from '../../kernel/index.ts';
import { SecretUnreadable } from '../problems.ts';

/** What WeCom said. `code` null: it was not asked, or all is well. */
export type CheckOutcome = { ok: boolean; code: number | null; sentence: Sentence };

const chinese: ReadonlyMap<number, string> = new Map([
  [40_001, 'Secret 不正确，或应用已停用。请重新复制应用的 Secret。'],
  [40_013, '企业 ID 不正确。'],
  [40_091, '这个 Secret 属于另一个企业。'],
  [48_002, '应用没有调用该接口的权限。请在“客户联系 → 可调用接口的应用”中勾选该应用，并使用它自己的 Secret。'],
  [48_006, '接口权限因长期未使用已被收回，请管理员重新授权。'],
  [60_020, '本服务器的 IP 不在应用的“企业可信 IP”中，请添加后重试。'],
  [84_074, '应用没有客户联系权限，请管理员开通。'],
  [45_009, '接口调用过于频繁，请过几分钟再试。'],
  [-1, '企业微信繁忙，请稍后再试。'],
  [-9_001, '企业微信在规定时间内没有回应，请检查网络。'],
  [-9_002, '无法连接企业微信，请检查网络和接口地址。'],
  [-9_003, '对方的回应不像企业微信的接口，请检查接口地址。'],
]);

/** The sentence for an error of WeCom, by its code. */
export function sentenceOf({ code, name, hint }: { code: number; name: string; hint: string }): Sentence {
  return { en: hint, zh: chinese.get(code) ?? `企业微信拒绝了请求（${code}，${name}）。` };
}

/** One call that needs a valid secret, a trusted address and the right to see contacts: most of what can be wrong shows in it. */
export async function askWecom(open: () => WecomClient): Promise<CheckOutcome> {
  try {
    const members = await open().contacts.followUsers();
    return { ok: true, code: null, sentence: { en: `WeCom answers; ${members.length} staff members have customers.`, zh: `连接正常，共有 ${members.length} 位员工开通了客户联系。` } };
  } catch (error) {
    if (error instanceof WecomError) return { ok: false, code: error.code, sentence: sentenceOf(error) };
    if (isProblem(error) && error.code === SecretUnreadable.code) return { ok: false, code: null, sentence: error.sentence };
    throw error;
  }
}
