export const audiences = {
  title: '人群', one: '人群', lead: '用规则圈出一群客户；规则会一直有效，客户随行为自动进出。', new: '新建人群', name: '名称', nameExample: '例如：60 天未回购的重要客户', nameNeeded: '请给人群起个名字',
  kind: '类型', live: '实时', dynamic: '动态人群', size: '人数', countedAt: '统计时间', notCounted: '未统计', emptyTitle: '还没有人群', emptyText: '从一个问题开始，例如“最近 60 天没有下单的老客”，编辑时就能看到有多少人、每个渠道能触达多少。',
  rule: '规则', builder: '条件', makeSop: '用它新建 SOP', archive: '归档', archiveTitle: '归档“{{name}}”？', archiveList: '它不再出现在列表里，也不能再被新的 SOP 选用。', archiveKept: '客户和历史记录不受影响；正在被使用的人群不能归档。',
  editsKept: '您的修改还在下面，没有丢失。', groupMode: '条件之间的关系',
  modes: { all: '满足全部条件', any: '满足任一条件', none: '以下都不满足', notAll: '不同时满足' },
  kinds: { attribute: '客户属性', event: '行为事件', model: '所属分层', audience: '其他人群', group: '一组条件' },
  addCondition: '添加条件', removeCondition: '移除条件', removeGroup: '移除这一组', operator: '比较方式', measure: '次数或金额', period: '时间范围', number: '数值', text: '文字',
  operators: {
    in: '是其中之一', notIn: '不是', contains: '包含', is: '等于', atLeast: '至少', atMost: '至多', atLeastDate: '不早于', atMostDate: '不晚于', between: '介于', within: '在最近', true: '为是', false: '为否', known: '有值', unknown: '没有值', custom: '自定义（JSON）',
  },
  measures: { countAtLeast: '至少', countAtMost: '至多', countIs: '正好', sumAtLeast: '{{property}}合计至少', sumAtMost: '{{property}}合计至多', absent: '没有发生' }, amount: '金额', times: '次', to: '至',
  periods: { within: '最近', between: '日期之间', ever: '任何时候' }, units: { h: '小时', d: '天', w: '周' },
  chooseAttribute: '选择属性', chooseValues: '选择或输入，可多个', chooseEvent: '选择行为', chooseModel: '选择模型', chooseClasses: '选择分层', chooseAudience: '选择人群', classIs: '属于', isIn: '在人群中',
  missing: { members: '添加至少一个条件', attribute: '请选择属性', value: '请填写要比较的值', event: '请选择行为', limit: '请填写金额或数值', class: '请选择分层', audience: '请选择人群' },
  previewWaits: '添加条件后，这里会显示有多少客户、各渠道能触达多少。', oldNumberKept: '下面是上一次的结果。', people: '位客户', shareOfBase: '占 {{base}} 位客户的 {{percent}}', reach: '其中可触达', sample: '其中一些客户', sampleOrders: '{{formatted}} 单',
  channels: { wecom: '企业微信好友', broadcast: '企业群发', sms: '短信', email: '邮件' },
  jsonBroken: '这不是有效的 JSON：请检查括号、引号和逗号。', jsonNoRule: '这是 JSON，但不是一条有效的规则：请对照规则语言的文档。',
};
