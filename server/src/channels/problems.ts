import { problem } from '../kernel/index.ts';

export const SecretUnreadable = problem('channel_secret_unreadable', 500, {
  en: 'The stored secret of this channel cannot be read with the key of this installation. Enter the secret again.',
  zh: '无法用当前安装的密钥读取该渠道保存的 Secret，请重新填写。',
});
export const ChannelMissing = problem('channel_missing', 409, {
  en: 'WeCom is not connected yet. Enter corp id and secret of your app first.',
  zh: '尚未连接企业微信，请先填写企业 ID 和应用 Secret。',
});
export const SecretNeeded = problem('channel_secret_needed', 422, {
  en: 'Enter the secret of the app too: none is stored for this corp.',
  zh: '请填写应用 Secret：该企业尚未保存 Secret。',
});
export const ChannelRefused = problem('channel_refused', 422, {
  en: 'WeCom refused the connection: {hint} ({code})',
  zh: '企业微信拒绝了连接：{hint}（{code}）',
});
