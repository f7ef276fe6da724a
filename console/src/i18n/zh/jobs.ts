export const jobs = {
  title: '后台任务', lead: '导入、快照等需要时间的工作在这里进行，关掉页面也不会停。', running: '{{formatted}} 个任务进行中',
  state: { waiting: '排队中', running: '进行中', done: '已完成', failed: '未完成', canceled: '已取消' }, canceling: '正在取消',
  progress: '{{done}} / {{total}} {{unit}}', progressOpen: '{{done}} {{unit}}', rejected: '{{formatted}} 行有错', took: '用时 {{duration}}', started: '{{time}} 开始',
  units: { rows: '行', customers: '位客户', bytes: '字节', steps: '步' },
  cancel: '取消任务', cancelTitle: '取消“{{title}}”？', cancelKept: '已经写入的部分会保留，没有处理的部分不再处理。', cancelAgain: '之后可以用同一个文件再次开始：已导入的订单不会重复。', keepRunning: '继续运行',
  errorFile: '下载出错的行', errorFileHint: '改好后再导入一次即可，已导入的行不会重复。', emptyTitle: '没有后台任务', emptyText: '导入订单或更新分层快照时，进度会出现在这里。',
  ignoredColumns: '没有用到的列：{{names}}', between: '、',
  resultNames: { rows: '总行数', imported: '导入', rejected: '出错', customers: '客户', orders: '订单', unchanged: '未变', refunds: '退款', amountMinor: '金额', buyers: '购买客户', changed: '分层变化' },
};
