export const design = {
  masked: '为保护客户隐私，对所有人都只显示一部分，所有者也一样；完整内容加密保存在服务器上。',
  confirm: { close: '关闭', someRefused: '完成 {{done}} 项，{{refused}} 项没有完成：', typed: '这一步不能撤销。请输入“{{word}}”以确认。' },
  table: {
    loaded: '已加载 {{loaded}} 行', loadedOf: '已加载 {{loaded}} / 共 {{total}}', more: '加载更多', settings: '列与密度', columns: '列', resetColumns: '恢复默认', moveColumn: '移动“{{column}}”：拖动，或按上下方向键',
    selectRow: '选择 {{name}}', selectLoaded: '选择已加载的全部行', selected: '已选 {{formatted}} 项', selectedAll: '已选全部', selectAll: '选择全部 {{formatted}} 项', clearSelection: '取消选择', bulk: '对所选行的操作',
    sortDown: '从大到小排序', sortUp: '从小到大排序', sortNone: '取消排序',
  },
  filter: {
    title: '筛选', some: '筛选（{{count}}）', done: '查看结果', any: '不限', search: '搜索选项', clear: '清除“{{filter}}”', among: '{{first}} 等 {{count}} 个', from: '≥ {{text}}', to: '≤ {{text}}',
    least: '最少', most: '最多', turned: '下限比上限大，不会有结果。', lastDays: '近 {{count}} 天', longAgo: '{{count}} 天以前',
  },
  boundary: { title: '这一块没能显示出来', text: '其余内容不受影响。参考号 {{reference}}', retry: '再试一次' },
  style: {
    title: '设计规范', lead: '每一件的样子，都在这一页里。', colors: '颜色', values: '数值与人', actions: '按钮与标签', figures: '指标', charts: '图表', table: '表格', empty: '空状态', states: '加载与出错', confirm: '确认与抽屉',
    language: '语言', theme: '外观', sales: '净销售额', salesDefinition: '已支付订单的实付金额减去退款。', buyers: '购买人数', repurchase: '复购率', waiting: '等待员工确认', primary: '主要操作', secondary: '次要操作', danger: '删除', quiet: '链接操作',
    plain: '普通', accent: '进行中', amber: '需要处理', red: '已失败', month: '月份', name: '姓名', share: '占比', last: '最近下单', phone: '手机', money: '金额', compact: '金额（缩写）', count: '人数（缩写）', percent: '百分比', relative: '相对时间', day: '日期', person: '人', nobody: '没有跟进人',
    confirmTitle: '归档人群“沉睡老客”？', impact: '影响 3 个 SOP、12,400 人', consequence: 'SOP 不再有新的人进入；已在途中的人走完剩下的步骤。', consequenceHistory: '历史人数与效果保留，随时可查。', archive: '归档', word: '沉睡老客',
    drawer: '打开抽屉', drawerTitle: '抽屉', drawerText: '与页面上某一件东西有关的内容，放在页面旁边。', bulk: '打标签', city: '城市', exampleProblem: '分析引擎正在重启，大约 10 秒后恢复。您的数据没有受影响。',
  },
};
