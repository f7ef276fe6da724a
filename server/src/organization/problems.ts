import { problem } from '../kernel/index.ts';

export const SignInWrong = problem('sign_in_wrong', 401, {
  en: 'The e-mail address or the password is not right.',
  zh: '邮箱或密码不正确。',
});
export const PasswordWrong = problem('password_wrong', 422, {
  en: 'Your present password is not right.',
  zh: '当前密码不正确。',
});
export const SignInLocked = problem('sign_in_locked', 429, {
  en: 'Too many failed attempts. Wait {minutes} minutes and try again.',
  zh: '失败次数过多，请 {minutes} 分钟后再试。',
});
export const SetupTokenWrong = problem('setup_token_wrong', 403, {
  en: 'This is not the setup token that the last start of the server printed.',
  zh: '启动口令不正确，请使用服务最近一次启动时终端打印的启动口令。',
});
export const OwnerExists = problem('owner_exists', 409, {
  en: 'This installation already has an owner. Sign in instead.',
  zh: '系统已完成初始化，请直接登录。',
});
export const EmailTaken = problem('email_taken', 409, {
  en: 'An account with this e-mail address already exists.',
  zh: '该邮箱已有账号。',
});
export const UserNotFound = problem('user_not_found', 404, {
  en: 'This user is not known.',
  zh: '该用户不存在。',
});
export const LastOwner = problem('last_owner', 409, {
  en: 'A workspace needs an owner who can sign in. Make somebody else an owner first.',
  zh: '工作区至少需要一名可登录的所有者，请先把其他人设为所有者。',
});
export const ApiKeyNotFound = problem('api_key_not_found', 404, {
  en: 'This API key is not known.',
  zh: '该 API 密钥不存在。',
});
export const TooManyApiKeys = problem('too_many_api_keys', 409, {
  en: 'A workspace has at most {max} API keys. Delete one that is not used.',
  zh: '每个工作区最多 {max} 个 API 密钥，请先删除不用的密钥。',
});
