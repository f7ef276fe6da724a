export const stores = {
  name: '门店名称', nameNeeded: '请填写门店名称', nameHint: '须与客户资料中的门店名称完全一致。', renamed: '{{number}} 位客户登记的是旧名称“{{name}}”。他们仍属于这家门店，之后显示为“{{next}}”；以后导入的数据写旧名称，也会归入这家门店。', renamedNobody: '旧名称“{{name}}”会保留为曾用名：以后导入的数据写旧名称，也会归入这家门店。', formerNames: '曾用名', formerNamesHint: '登记在这些名称下的客户也属于这家门店。移除后，他们不再属于任何门店。', nameExample: '例如：静安店',
  region: '大区', regionHint: '填写相同大区的门店归为一组。', regionExample: '例如：上海大区', noRegion: '未分大区',
  customers: '客户数', state: '状态', open: '营业中', closed: '已停用', openHint: '停用后不再出现在选项里，它的客户和数据保持不变。',
  add: '添加门店', change: '编辑门店', search: '搜索门店或大区', count: '共 {{count}} 家门店',
  empty: '还没有门店', emptyText: '登记门店并归入大区后，就可以让一个账号只看某个大区或某家门店的客户。',
  noneListed: '还没有登记门店', noneListedText: '上面是客户资料里出现过的门店。登记并归入大区后，就可以让一个账号只看某个大区或某家门店的客户。', showRest: '显示其余 {{count}} 个',
  suggestionsTitle: '客户资料里还有 {{count}} 个门店没有登记', suggestion: '{{name}}（{{customers}} 位客户）', addNamed: '添加门店“{{name}}”', addAll: '全部添加', added: '已添加 {{count}} 家门店',
  scope: {
    label: '数据范围', kinds: { brand: '全品牌', region: '大区', store: '门店', own: '本人客户' }, whole: '全品牌',
    hints: { brand: '能看到全部客户和数字。', region: '只看该大区各门店的客户，数字也只统计这些客户。', store: '只看该门店的客户，数字也只统计这些客户。', own: '只看由关联员工跟进的客户，数字也只统计这些客户。' },
    ownOf: '{{name}}的客户', chip: { region: '{{name}}', store: '{{name}}', own: '本人客户' },
    chipHint: { region: '您的数据范围是大区“{{name}}”：客户和数字都只包括该大区的门店。', store: '您的数据范围是门店“{{name}}”：客户和数字都只包括这家门店。', own: '您的数据范围是本人客户：客户和数字都只包括由您跟进的客户。' },
    regionNeeded: '请选择大区', storeNeeded: '请选择门店', staff: '关联员工', staffOptional: '关联员工（选填）', staffNeeded: '请选择员工', staffHint: '账号对应的企业微信员工。', choose: '请选择', noStores: '还没有登记门店，请先到“设置 → 门店”添加。', noRegions: '还没有门店填写大区，请先到“设置 → 门店”填写。', noStaff: '还没有员工，连接企业微信后会同步过来。',
    change: '修改“{{name}}”的数据范围', changeShort: '修改数据范围', changeHint: '保存后对方需要重新登录。', ownerHint: '所有者始终能看到全品牌。',
  },
};
