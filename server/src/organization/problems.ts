import { problem } from '../kernel/index.ts';

export const SignInWrong = problem('sign_in_wrong', 401, {
  en: 'The e-mail address or the password is not right.',
  zh: '邮箱或密码不正确。',
});
export const PasswordWrong = problem('password_wrong', 422, {
  en: 'Your present password is not right.',
  zh: '当前密码不正确。',
});
export const FreshSignInNeeded = problem('fresh_sign_in_needed', 403, {
  en: 'A first password is set within {minutes} minutes of signing in. Sign out, come in again by single sign-on, and set it then.',
  zh: '首次设置密码需在登录后 {minutes} 分钟内完成。请先退出，用单点登录重新登录后再设置。',
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
export const ExpiryPast = problem('expiry_past', 422, {
  en: 'The day on which the key ends has to lie ahead.',
  zh: '密钥的到期时间必须晚于现在。',
});
export const CodeWrong = problem('code_wrong', 422, {
  en: 'This code is not right, or it was used before. Wait for the next one in your app, or use a recovery code.',
  zh: '验证码不正确或已使用过。请等验证器显示下一个验证码再试，也可以使用恢复码。',
});
export const SetupCodeWrong = problem('setup_code_wrong', 422, {
  en: 'This code is not right. Wait for the next one in your app; if it stays wrong, check the time of your phone, or scan the picture again.',
  zh: '验证码不正确。请等验证器显示下一个验证码再试；如果一直不对，请检查手机时间，或重新扫码。',
});
export const TicketOver = problem('sign_in_ticket_over', 401, {
  en: 'This sign-in took too long. Start again with your e-mail and password.',
  zh: '本次登录已超时，请重新输入邮箱和密码。',
});
export const TotpOn = problem('totp_on', 409, {
  en: 'Two-step verification is already on. Turn it off first to set it up with another device.',
  zh: '两步验证已经开启。如需更换设备，请先关闭再重新设置。',
});
export const TotpNotBegun = problem('totp_not_begun', 409, {
  en: 'Two-step verification is not being set up. Begin with a new QR code.',
  zh: '尚未开始设置两步验证，请先获取新的二维码。',
});
export const ResetOwn = problem('totp_reset_own', 409, {
  en: 'Turn your own two-step verification off under "My account", with your password and a code. Another owner can reset it for you.',
  zh: '请在“我的账号”里用密码和验证码关闭自己的两步验证，或由另一位所有者重置。',
});
export const PasswordWeak = problem('password_weak', 422, {
  en: 'This password is too easy to guess: {en}. Choose another one; a sentence that only you would write is fine.',
  zh: '这个密码太容易被猜到：{zh}。请换一个，可以是一句只有您会写的话。',
});
export const ResetOwnPassword = problem('password_reset_own', 409, {
  en: 'Change your own password under "My account". If you have forgotten it, another owner can reset it for you.',
  zh: '请在“我的账号”里修改自己的密码；忘记了密码，可由另一位所有者重置。',
});
export const ResetDisabled = problem('password_reset_disabled', 409, {
  en: 'This account is disabled. Enable it first.',
  zh: '该账号已停用，请先恢复账号。',
});
export const ResetNotFound = problem('password_reset_not_found', 404, {
  en: 'There is no link that still holds.',
  zh: '没有仍然有效的重置链接。',
});
export const ResetOver = problem('password_reset_over', 410, {
  en: 'This link is no longer good: it was used, withdrawn, replaced or is older than 24 hours. Ask for a new one.',
  zh: '重置链接已失效（已使用、已撤回、已被新链接取代，或超过 24 小时）。请让所有者重新发送。',
});
export const AccountUnknown = problem('account_unknown', 500, {
  en: 'No account that may sign in has the e-mail address "{email}".',
  zh: '没有使用邮箱“{email}”、可以登录的账号。',
});
export const SessionNotFound = problem('session_not_found', 404, {
  en: 'This session is over or not yours.',
  zh: '该登录已失效，或不属于当前账号。',
});
export const BrandSessionOver = problem('brand_session_over', 409, {
  en: 'You are no longer signed in to that brand in this browser. Choose "Sign in to another brand" and sign in to it again.',
  zh: '该品牌的登录已失效，请点“登录其他品牌”，重新登录该品牌。',
});
export const OwnPasswordNeeded = problem('own_password_needed', 409, {
  en: 'You come in by single sign-on and have no password yet. Set one under "My account" first: the new brand takes it over, and you sign in there with it.',
  zh: '目前只用单点登录，还没有密码。请先在“我的账号”里设置密码：新品牌会沿用它，用它就能登录新品牌。',
});
export const TooManyWorkspaces = problem('too_many_workspaces', 409, {
  en: 'An installation holds at most {max} brands. Use one that exists, or install Homefield once more.',
  zh: '一套系统最多 {max} 个品牌。请使用已有的品牌，或另外安装一套。',
});
export const InviteOver = problem('invite_over', 410, {
  en: 'This invitation is no longer good: it was used, withdrawn, replaced or is older than seven days. Ask for a new link.',
  zh: '邀请链接已失效（已使用、已撤回、已被新链接取代，或超过 7 天）。请联系邀请人重新发送。',
});
export const InviteNotFound = problem('invite_not_found', 404, {
  en: 'This invitation is not known.',
  zh: '该邀请不存在。',
});
export const InviteClosed = problem('invite_closed', 409, {
  en: 'This invitation has been accepted or withdrawn already.',
  zh: '该邀请已被接受或撤回。',
});
export const TooManyInvites = problem('too_many_invites', 409, {
  en: 'At most {max} invitations may be open at once. Withdraw some first.',
  zh: '同时有效的邀请最多 {max} 个，请先撤回一些。',
});
export const WorkspaceChanged = problem('workspace_changed', 409, {
  en: 'Somebody else has changed these settings in the meantime. Look at what they are now, then save again.',
  zh: '其他人刚刚修改了这些设置，请查看最新内容后再保存。',
});
export const CurrencyUnknown = problem('currency_unknown', 422, {
  en: '"{currency}" is not a currency. Use its three letters, such as CNY.',
  zh: '“{currency}”不是有效的币种，请使用三位字母代码，例如 CNY。',
});
export const CurrencyFixed = problem('currency_fixed', 409, {
  en: 'The currency cannot change any more: there are orders in {currency}, and their amounts would mean something else.',
  zh: '已有以 {currency} 记账的订单，币种不能再修改，否则历史金额会变成另一种含义。',
});
export const CurrencyFixedBySample = problem('currency_fixed_by_sample', 409, {
  en: 'The currency cannot change while the sample brand is there: its orders are in {currency}. Remove the sample on the home page, then change it.',
  zh: '样例品牌的订单以 {currency} 记账，暂时不能修改币种。请先在首页移除样例，再修改。',
});
export const RequireNeedsOwn = problem('require_totp_needs_own', 409, {
  en: 'Set up two-step verification for yourself first; then ask it of everybody.',
  zh: '请先为自己开启两步验证，再要求所有人使用。',
});
export const LogoNotPicture = problem('logo_not_picture', 422, {
  en: 'The logo has to be a PNG, JPEG or WebP picture. SVG is not taken, because it can carry scripts.',
  zh: '标志必须是 PNG、JPEG 或 WebP 图片。SVG 可能带有脚本，不支持上传。',
});
export const LogoTooLarge = problem('logo_too_large', 413, {
  en: 'The logo may have at most 512 kB. Make the picture smaller.',
  zh: '标志不能超过 512 kB，请压缩后再上传。',
});
export const LogoMissing = problem('logo_missing', 404, {
  en: 'This workspace has no logo.',
  zh: '工作区尚未设置标志。',
});
export const SsoMissing = problem('sso_missing', 404, {
  en: 'Single sign-on is not set up.',
  zh: '尚未设置单点登录。',
});
export const SsoUnreachable = problem('sso_unreachable', 422, {
  en: 'The provider does not answer at this issuer, or not as OpenID Connect asks. Check the address; {why}',
  zh: '该 Issuer 地址没有返回有效的 OpenID Connect 配置，请检查地址；{why}',
});
export const SsoIssuerInsecure = problem('sso_issuer_insecure', 422, {
  en: 'The issuer has to begin with https://.',
  zh: 'Issuer 必须以 https:// 开头。',
});
export const SsoSecretNeeded = problem('sso_secret_needed', 422, {
  en: 'Enter the client secret too: none is stored for this issuer and client.',
  zh: '请填写 Client Secret：该 Issuer 与 Client ID 尚未保存过 Secret。',
});
export const SsoDomainsNeeded = problem('sso_domains_needed', 422, {
  en: 'Name at least one e-mail domain when new people may come in by themselves.',
  zh: '允许新人自动加入时，请至少填写一个邮箱域名。',
});
