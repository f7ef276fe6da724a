export const customers = {
  title: '客户', one: '客户', goneTitle: '没有找到这位客户', goneText: '链接可能不完整，客户可能已被移除，或不在您的数据范围内。', lead: '一个人一条记录，身份、订单与互动都在一起。', name: '姓名', noName: '未留姓名', phone: '手机', city: '城市', rfm: '所属分层', orders: '订单数', netSales: '净销售额',
  lastOrder: '最近下单', owner: '跟进人', source: '来源', store: '门店', createdAt: '进入时间', isContact: '好友', excluded: '不计入统计',
  searchHint: '姓名、手机尾号或编号', noCity: '没有城市', noStore: '没有门店', contactYes: '是好友', contactNo: '不是好友', copy: '复制', copied: '已复制 {{formatted}} 位客户，可粘贴到表格', copyOnlyLoaded: '只能复制已加载的客户；要全部，请用导出。',
  exportChosen: '导出所选', leaveOut: { action: '不计入统计', title: '所选客户不计入统计？', ok: '不计入', reason: '原因，例如：内部测试账号', impact: '影响 {{formatted}} 位客户', gone: '这些客户不再出现在列表、人群和各项统计中，也不会进入 SOP。', undo: '在后台执行，完成后可以在“后台任务”中撤销。' },
  emptyTitle: '还没有客户', emptyText: '导入历史订单，或者接上企业微信后，客户会出现在这里。',
  profile: '资料', gender: '性别', genders: { male: '男', female: '女', unknown: '未知' }, attributes: '自定义属性', identities: '身份标识',
  identityKinds: { phone: '手机', email: '邮箱', member_no: '会员号', wecom_external_user_id: '企业微信外部联系人', custom_order_customer: '订单系统客户号' },
  sources: { import: '导入', api: '接口', wecom: '企业微信', model: '分层', audience: '人群', sops: 'SOP', messages: '消息', console: '后台' },
  netSalesDefinition: '已支付订单的实付金额减去退款。', ordersDefinition: '已支付的订单数，全额退款的订单不计。',
  perOrder: '笔单价', perOrderDefinition: '净销售额 ÷ 订单数。', lastOrderDefinition: '最近一笔已支付订单的时间。',
  timeline: '时间线', timelineEmpty: '还没有记录到任何行为', earlier: '更早的记录',
};
