export const common = {
  loading: '正在加载', retry: '重试', cancel: '取消', save: '保存', add: '添加', remove: '移除', yes: '是', no: '否',
  previousPage: '上一页', nextPage: '下一页', asOf: '截至 {{time}}', actions: '操作', asChart: '图', asTable: '表',
  nothingFound: '没有找到', nothingFoundHint: '换个词，或者清空条件再试。', clearSearch: '清空条件', saved: '已保存', leaveTitle: '离开这个页面？', leaveText: '有修改还没有保存，离开后会丢失。', leaveKept: '有修改还没有保存。草稿已自动保留，再次打开时可以恢复。', leave: '不保存，离开', stay: '留在这里',
};

export const problems = {
  reference: '代码 {{code}} · 参考号 {{reference}}',
  server_unreachable: '连不上服务器。您填写的内容还在这里，请检查网络后重试。',
  answer_late: '服务器 30 秒内没有回应。您填写的内容还在这里，请稍后重试。',
  server_unwell: '服务器暂时无法完成这件事，没有任何内容被改动。请稍后重试；仍然如此请把参考号告诉管理员。',
  answer_unreadable: '收到的回应不是主场服务器发出的（可能被中间的代理拦下了）。请把参考号告诉管理员。',
  console_mistake: '控制台在处理这一步时出错了，您的数据没有受影响。请重新加载页面；仍然如此请把参考号告诉管理员。',
};
