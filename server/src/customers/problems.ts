import { problem } from '../kernel/index.ts';

export const IdentityKindUnknown = problem('identity_kind_unknown', 422, {
  en: '"{kind}" is not a kind of identity. Use one of {known}, or a name of your own that begins with "custom.".',
  zh: '“{kind}”不是已知的身份标识类型。可用 {known}，或以“custom.”开头的自定义类型。',
});
export const IdentityInvalid = problem('identity_invalid', 422, {
  en: '"{value}" cannot be a {kind}.',
  zh: '“{value}”不是有效的 {kind}。',
});
export const CustomerUnknown = problem('customer_unknown', 404, {
  en: 'There is no such customer (any more).',
  zh: '该客户不存在或已被删除。',
});
export const TooManyCustomers = problem('too_many_customers', 422, {
  en: 'More than {max} customers match. Narrow the search, then do it in parts.',
  zh: '符合条件的客户超过 {max} 位，请缩小搜索范围后分批处理。',
});
export const BulkUnknown = problem('bulk_unknown', 404, {
  en: 'There is no such bulk action.',
  zh: '该批量操作不存在。',
});
export const BulkUnderWay = problem('bulk_under_way', 409, {
  en: 'This bulk action is still under way. Cancel it first, then undo it.',
  zh: '该批量操作仍在进行中，请先取消再撤销。',
});
export const BulkUndone = problem('bulk_undone', 409, {
  en: 'This bulk action has been undone already.',
  zh: '该批量操作已经撤销过了。',
});
export const IdentitiesContested = problem('identities_contested', 503, {
  en: 'Other work keeps changing the same customers. Nothing was saved; please try again in a moment.',
  zh: '其他任务正在修改同一批客户，本次未保存，请稍后重试。',
});
export const TypedTooWide = problem('typed_too_wide', 422, {
  en: 'More than {max} customers have a name that is typed like "{q}". Type some more of it, or the name itself.',
  zh: '姓名拼音以“{q}”开头的客户超过 {max} 位。请再多输入几个字母，或直接输入姓名。',
});
export const CustomersAreOne = problem('customers_are_one', 409, {
  en: 'These are one customer already.',
  zh: '这两条记录已经是同一位客户。',
});
export const MergeRefused = problem('merge_refused', 409, {
  en: 'They cannot be one person: both have their own {kinds}, and a person has only one. Remove the wrong one first.',
  zh: '不能合并：两条记录各有自己的 {kinds}，而一位客户只能有一个。请先去掉错误的那个。',
});
export const MergeUnknown = problem('merge_unknown', 404, {
  en: 'There is no such merge, or it was undone.',
  zh: '该合并不存在或已撤销。',
});
