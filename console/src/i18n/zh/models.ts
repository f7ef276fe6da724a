export const models = {
  title: 'RFM 分层', lead: '按最近一次购买（R）、购买次数（F）、金额（M）把购买客户分成八层，每层有自己的打法。', noClass: '未分层',
  classes: { key_value: '重要价值', key_growth: '重要发展', key_retain: '重要保持', key_win_back: '重要挽留', general_value: '一般价值', general_growth: '一般发展', general_retain: '一般保持', general_win_back: '一般挽留' },
  snapshotOf: '近 365 天 {{formatted}} 位购买客户', emptyTitle: '还没有分层快照', emptyText: '快照只统计它截至时刻之前、且生成时已经导入的订单。导入订单后更新一次快照，就能看到八层客户各有多少、贡献多少；之后每天凌晨自动更新。',
  noBuyersTitle: '这份快照里没有购买客户', noBuyersText: '快照截至 {{time}}，只看此前 365 天内的已支付订单。生成快照之后才导入的订单，要更新快照才会计入；每天凌晨也会自动更新。',
  lineR: '距今不超过 {{value}} 天为高', lineF: '至少 {{value}} 单为高', lineM: '至少 {{value}} 为高', linesBy: { mean: '分界线：购买客户的均值', median: '分界线：购买客户的中位数', fixed: '分界线：固定值' },
  classesTitle: '八层客户', class: '分层', customers: '客户', share: '占比', sales: '净销售额', salesShare: '销售占比', averageR: '平均 R', averageF: '平均 F', averageM: '平均 M', play: '打法', toAudience: '建人群', high: '高', low: '低',
  days: '{{value}} 天', orders: '{{value}} 单', sizeTitle: '规模与人均', heatTitle: '最近购买 × 次数', axisR: '最近购买', axisF: '订单数',
  heatCell: '{{recency}} 天前买过，{{frequency}} 单<br/>{{customers}} 位客户 · {{sales}}', sizeCell: '{{name}}<br/>{{customers}} 位客户 · 人均 {{amount}}',
  take: '更新快照',
  takeTitle: '更新分层快照？', takeOrders: '按此刻已导入的订单，重新给每位购买客户分层。', takeChanges: '换了层的客户会记入时间线；按分层圈选的人群随之变化，相关 SOP 可能有新的客户进入。', takeWork: '在后台运行，可以离开这个页面，在“后台任务”里查看进度。',
  definitions: { sales: '快照截至时刻之前 365 天内，这一层客户的实付金额减去退款和取消。', averageR: '这一层客户最近一次购买距快照时刻的平均天数。', averageF: '这一层客户 365 天内的平均订单数。', averageM: '这一层客户 365 天内的平均净销售额。' },
};
