import { problem } from '../kernel/index.ts';

export const StoreNotFound = problem('store_not_found', 404, {
  en: 'This store is not known.',
  zh: '该门店不存在。',
});
export const StoreNameTaken = problem('store_name_taken', 409, {
  en: 'There is a store named "{name}" already. Change that one instead.',
  zh: '已有名为“{name}”的门店，请直接编辑该门店。',
});
export const StoreNameFormer = problem('store_name_former', 409, {
  en: '"{name}" is a former name of the store "{store}", whose customers still carry it. Choose another name, or take it off that store first.',
  zh: '“{name}”是门店“{store}”的曾用名，仍有客户登记在这个名称下。请换一个名称，或先在该门店里移除这个曾用名。',
});
export const TooManyStores = problem('too_many_stores', 409, {
  en: 'A workspace has at most {max} stores. Give one that is closed another name instead.',
  zh: '每个工作区最多 {max} 家门店，可以把已停用的门店改名后继续使用。',
});
export const ScopeOfOwner = problem('scope_of_owner', 422, {
  en: 'An owner always sees the whole brand. Choose another role, or the whole brand.',
  zh: '所有者的数据范围始终为全品牌。请更换角色，或选择“全品牌”。',
});
export const ScopeRegionUnknown = problem('scope_region_unknown', 422, {
  en: 'No store belongs to the region "{region}". Choose another region, or name it at a store first.',
  zh: '没有属于“{region}”的门店。请选择其他大区，或先在门店中填写该大区。',
});
export const ScopeStoreUnknown = problem('scope_store_unknown', 422, {
  en: 'This store is not known. Choose one from the list of stores.',
  zh: '该门店不存在，请从门店列表中选择。',
});
export const ScopeStaffNeeded = problem('scope_staff_needed', 422, {
  en: 'To see only their own customers, the account has to be linked to a staff member. Choose one.',
  zh: '数据范围为“本人客户”时，账号需要关联一名员工，请选择员工。',
});
export const StaffNotFound = problem('staff_not_found', 422, {
  en: 'This staff member is not known. Choose one from the list of staff.',
  zh: '该员工不存在，请从员工列表中选择。',
});

/** What is refused of a scope, whether an account or an invitation carries it. */
export const scopeProblems = [ScopeOfOwner, ScopeRegionUnknown, ScopeStoreUnknown, ScopeStaffNeeded, StaffNotFound];
