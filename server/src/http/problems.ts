import { problem } from '../kernel/index.ts';

/** Refusals of the web server itself. */
export const RequestMalformed = problem('request_malformed', 400, {
  en: 'The request cannot be read: {why}.',
  zh: '无法解析该请求：{why}。',
});
export const CursorInvalid = problem('cursor_invalid', 400, {
  en: 'The cursor does not belong to this list. Start again without it.',
  zh: '分页游标不属于这个列表，请去掉它重新开始。',
});
export const HostUnknown = problem('host_unknown', 400, {
  en: 'This server is not reached under the name "{host}". Use its address from HOMEFIELD_PUBLIC_URL.',
  zh: '本服务不使用“{host}”这个域名，请使用 HOMEFIELD_PUBLIC_URL 中的地址。',
});
export const SignInNeeded = problem('sign_in_needed', 401, {
  en: 'Please sign in. Your session is over, or the key is not known.',
  zh: '请先登录。登录已过期，或密钥无效。',
});
export const NotAllowed = problem('not_allowed', 403, {
  en: 'Your role or key does not allow this. Ask an owner of the workspace.',
  zh: '当前角色或密钥没有此权限，请联系工作区所有者。',
});
export const NotForKeys = problem('not_for_keys', 403, {
  en: 'This is for people who are signed in; API keys cannot call it.',
  zh: '该接口只供登录后使用，API 密钥不能调用。',
});
export const KeyScopeMissing = problem('key_scope_missing', 403, {
  en: 'This API key lacks the scope {en}. Use a key that has it.',
  zh: '该 API 密钥缺少{zh}权限，请使用具备该权限的密钥。',
});
export const KeyMakerMayNot = problem('key_maker_may_not', 403, {
  en: 'An API key does no more than its maker, whose role ({roleEn}) does not allow this ({permission}). Use a key made by: {makersEn}.',
  zh: 'API 密钥的权限不会超过创建人，而创建人的角色“{roleZh}”没有此权限（{permission}）。请使用由{makersZh}创建的密钥。',
});
export const KeyRests = problem('api_key_rests', 403, {
  en: 'This key rests: whoever made it may no longer manage API keys. Ask an owner or a developer for a new one.',
  zh: '该密钥已停用：创建人不再有权管理 API 密钥。请联系所有者或开发角色的同事新建密钥。',
});
export const WholeBrandNeeded = problem('whole_brand_needed', 403, {
  en: 'This concerns all customers of the brand, and you see a part of them. Ask somebody who sees the whole brand.',
  zh: '此操作涉及全品牌客户，而当前账号只能查看部分客户。请联系数据范围为“全品牌”的同事操作。',
});
export const TotpNeeded = problem('totp_needed', 403, {
  en: 'Your workspace asks for two-step verification. Set it up under "My account" first.',
  zh: '工作区要求两步验证，请先在“我的账号”里开启。',
});
export const CsrfTokenWrong = problem('csrf_token_wrong', 403, {
  en: 'The page is out of date. Reload it and try again.',
  zh: '页面已过期，请刷新后重试。',
});
export const OriginForeign = problem('origin_foreign', 403, {
  en: 'A page of another site may not do this.',
  zh: '不允许从其他网站的页面发起此操作。',
});
export const NotFound = problem('not_found', 404, {
  en: 'There is nothing at this address, or it is not in your workspace.',
  zh: '该地址不存在，或不在当前工作区内。',
});
export const OtherBrand = problem('other_brand', 409, {
  en: 'This browser has gone to another brand meanwhile. The page follows it.',
  zh: '该浏览器已切换到其他品牌，页面将随之更新。',
});
export const KeyInUse = problem('idempotency_key_in_use', 409, {
  en: 'The first call with this Idempotency-Key is still under way. Ask again in {seconds} s.',
  zh: '使用该 Idempotency-Key 的首次请求仍在处理中，请 {seconds} 秒后重试。',
});
export const OutcomeUnknown = problem('idempotency_outcome_unknown', 409, {
  en: 'The first call with this Idempotency-Key saved something and then ended without an answer. Look at what is there before you repeat it with a new key.',
  zh: '使用该 Idempotency-Key 的首次请求已保存部分数据，但没有返回结果。请先确认现有数据，再用新的 key 重试。',
});
export const BodyTooLarge = problem('body_too_large', 413, {
  en: 'The body is larger than {megabytes} MB, which is the most that this address takes.',
  zh: '请求内容超过该接口上限 {megabytes} MB。',
});
export const MediaTypeUnsupported = problem('media_type_unsupported', 415, {
  en: 'The content type "{type}" is not taken here. Send JSON (application/json).',
  zh: '不支持的内容类型“{type}”，请发送 JSON（application/json）。',
});
export const BodyInvalid = problem('body_invalid', 422, {
  en: 'Some fields are not right. See each place below.',
  zh: '部分字段有误，请查看各处说明。',
});
export const BodyTooSlow = problem('body_too_slow', 408, {
  en: 'The request did not arrive within {minutes} minutes. Try again over a better connection.',
  zh: '请求在 {minutes} 分钟内没有传完，请在网络状况较好时重试。',
});
export const QueryInvalid = problem('query_invalid', 422, {
  en: 'Some parameters of the address are not right. See each place below.',
  zh: '部分查询参数有误，请查看各处说明。',
});
export const KeyReused = problem('idempotency_key_reused', 422, {
  en: 'This Idempotency-Key was used for another request. Use a new key for each request.',
  zh: '该 Idempotency-Key 已用于另一个请求，每个请求请使用新的 key。',
});
export const KeyInvalid = problem('idempotency_key_invalid', 422, {
  en: 'An Idempotency-Key has 1 to 200 visible characters.',
  zh: 'Idempotency-Key 应为 1 至 200 个可见字符。',
});
export const TextNotStorable = problem('text_not_storable', 422, {
  en: 'A text holds a character that cannot be stored (U+0000 or half of a pair). Remove it.',
  zh: '文本中含有无法保存的字符（U+0000 或不完整的代理对），请删除后重试。',
});
export const TooManyRequests = problem('too_many_requests', 429, {
  en: 'Too many requests. Ask again in {seconds} s.',
  zh: '请求过于频繁，请 {seconds} 秒后重试。',
});
export const Unexpected = problem('unexpected', 500, {
  en: 'Something went wrong on our side. Tell the operator of this installation the reference {reference}.',
  zh: '服务内部出错。请把编号 {reference} 告诉本系统的管理员。',
});
export const NotReady = problem('not_ready', 503, {
  en: 'Not ready: {what}.',
  zh: '尚未就绪：{what}。',
});
export const PortInUse = problem('port_in_use', 500, {
  en: 'Port {port} on {host} is used by another program. Stop that program, or choose another port with HOMEFIELD_PORT (0 takes any free one).',
  zh: '{host} 的端口 {port} 已被其他程序占用。请停止该程序，或用 HOMEFIELD_PORT 指定别的端口（0 表示任意空闲端口）。',
});
export const ListenFailed = problem('listen_failed', 500, {
  en: 'The server cannot listen on {host}:{port} ({why}). Choose another with HOMEFIELD_HOST and HOMEFIELD_PORT.',
  zh: '无法监听 {host}:{port}（{why}）。请用 HOMEFIELD_HOST 和 HOMEFIELD_PORT 指定别的地址。',
});
export const JobNotYours = problem('job_not_yours', 403, {
  en: 'Somebody else started this job. Ask them, an owner, or somebody who may import orders.',
  zh: '该任务由其他人发起。请联系发起人、所有者或有导入权限的同事处理。',
});
export const TooManyStreams = problem('too_many_streams', 429, {
  en: 'You follow the jobs in {max} places already. Close one of them, or ask again in {seconds} s.',
  zh: '同一账号最多同时保持 {max} 个任务实时连接。请关闭其他页面，或 {seconds} 秒后重试。',
});
