import { problem } from '../kernel/index.ts';

export const AudienceUnknown = problem('audience_unknown', 404, {
  en: 'This audience does not exist or is archived.',
  zh: '这个人群不存在或已归档。',
});
export const AudienceNameTaken = problem('audience_name_taken', 409, {
  en: 'There is an audience named "{name}" already. Choose another name.',
  zh: '已有名为“{name}”的人群，请换一个名称。',
});
export const AudienceChanged = problem('audience_changed', 409, {
  en: 'Somebody else changed this audience in the meantime. Load it again and repeat your change.',
  zh: '这个人群已被他人修改，请刷新后再改。',
});
export const AudienceInUse = problem('audience_in_use', 409, {
  en: 'This audience is used by {users}. Take it out there first.',
  zh: '这个人群正被 {users} 使用，请先在那里移除。',
});
export const AudienceLive = problem('audience_live', 403, {
  en: 'SOPs that are running begin with this audience, for customers of the whole brand, and you see a part of them. Make an audience of your own instead, or ask somebody who sees the whole brand.',
  zh: '正在运行的 SOP 以此人群为入口，涉及全品牌客户，而当前账号只能查看部分客户。请新建自己的人群，或联系数据范围为“全品牌”的同事修改。',
});
export const AudiencesTooMany = problem('audiences_too_many', 422, {
  en: 'A workspace has at most {max} audiences. Archive some that are not used.',
  zh: '每个品牌空间最多 {max} 个人群，请先归档不用的。',
});
export const RuleInvalid = problem('rule_invalid', 422, {
  en: 'The rule cannot be used as it is. See each place below.',
  zh: '规则有误，请查看各处说明。',
});
export const AudienceWaitsForOrders = problem('audience_waits_for_orders', 409, {
  en: 'Orders are still being taken in, so it is not known yet who belongs to this audience. Try again when that is done.',
  zh: '订单仍在导入或同步中，暂时无法确定这个人群里有谁，请在完成后重试。',
});
