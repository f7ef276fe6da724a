import { passwordFault } from '@homefield/contract';
import type { PasswordFault } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Sentence } from '../kernel/index.ts';
import { PasswordWeak } from './problems.ts';

const reasons: Readonly<Record<PasswordFault, Sentence>> = {
  email: { en: 'it is your e-mail address or your name in it', zh: '它就是您的邮箱或邮箱里的名字' },
  brand: { en: 'it is the name of the brand', zh: '它就是品牌名称' },
  repeated: { en: 'it is the same characters over and over', zh: '它只是重复的字符' },
  run: { en: 'it is a row of digits, letters or keys', zh: '它只是连续的数字、字母或键盘顺序' },
  common: { en: 'it is among the passwords that are tried first', zh: '它是最常被人试的密码之一' },
};

/** Refuses (422) a new password that is among the first that somebody would try, wherever one is set. */
export function checkPassword(password: string, about: { email: string; brand?: string | undefined }): void {
  const fault = passwordFault(password, about);
  if (fault) throw PasswordWeak({ zh: reasons[fault].zh, en: reasons[fault].en });
}

export async function brandName(tx: Transaction, workspaceId: bigint): Promise<string | undefined> {
  return (await tx.query<{ name: string }>('select name from workspace where workspace_id = $1', [workspaceId]))[0]?.name;
}
