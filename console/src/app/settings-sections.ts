import type { Permission } from '@homefield/contract/access';
import { useMay } from './access.ts';

export type SettingsGroup = 'own' | 'brand' | 'systems' | 'records';

/** The sections of the settings in the order of their list; without `may` everybody sees them. `typed`: pinyin, initials and English, as in `places`. */
export const settingsSections = [
  { group: 'own', key: 'account', typed: 'account password wodezhanghao wdzh zhanghao mima' },
  { group: 'brand', key: 'brand', typed: 'brand logo pinpaiziliao ppzl shiqu huobi' },
  { group: 'brand', key: 'users', may: 'users.manage', typed: 'users roles members yonghuyujuese yhyjs yonghu juese chengyuan' },
  { group: 'brand', key: 'permissions', typed: 'permissions quanxianyilan qxyl quanxian' },
  { group: 'brand', key: 'security', may: 'workspace.manage', typed: 'security totp dengluanquan dlaq liangbuyanzheng lbyz' },
  { group: 'brand', key: 'sso', may: 'workspace.manage', typed: 'sso single sign-on dandiandenglu dddl' },
  { group: 'brand', key: 'staff', may: 'staff.read', typed: 'staff yuangong yg' },
  { group: 'brand', key: 'stores', may: 'staff.read', typed: 'stores regions mendian md daqu' },
  { group: 'systems', key: 'wecom', may: 'channels.manage', typed: 'wecom qiyeweixin qywx' },
  { group: 'systems', key: 'messages', may: 'messages.read', typed: 'messages limits quiet xiaoxi xx pincishangxian pcsx miandarao mdr' },
  { group: 'systems', key: 'apiKeys', may: 'api_keys.manage', typed: 'api keys apimiyao miyao my' },
  { group: 'records', key: 'audit', may: 'audit.read', typed: 'audit log shenji sj' },
] as const satisfies readonly { group: SettingsGroup; key: string; may?: Permission; typed: string }[];
export type SettingsSection = (typeof settingsSections)[number];

/** Those that the person may see. */
export function useSettingsSections(): readonly SettingsSection[] {
  const may = useMay();
  return settingsSections.filter((one) => !('may' in one) || may(one.may));
}
