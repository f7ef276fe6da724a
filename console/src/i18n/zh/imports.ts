export const imports = {
  action: '导入订单', title: '导入历史订单', drop: '把 CSV 文件拖到这里，或点击选择', dropHint: '第一行是列名。同一份文件可以重复导入，订单不会重复。', chosen: '{{name}}（{{size}}）',
  mapping: '文件格式', published: '公开数据集（用于试用）', amounts: '实付金额按退款前填写，不要减去退款。退款用“退款金额”列（合计已退多少）或“已退款”的订单状态表示；也可以另起一行写负数；两种都有时不会重复计算。', template: '下载模板', mappings: { auto: '商城、门店收银或自己整理的订单表', cdnow: 'CDNOW', 'online-retail': 'Online Retail II', 'complete-journey': 'The Complete Journey' },
  mappingHints: { auto: '自动识别列：认识商城和收银系统导出时常用的列名，每行一笔订单。', cdnow: '音像网店，1997–1998 年，美元。', 'online-retail': '英国礼品网店，2009–2011 年，英镑。', 'complete-journey': '美国超市的会员收银，美元。' },
  start: '开始导入', uploading: '正在上传 {{percent}}', stop: '停止上传', background: '放到后台继续', tryAgain: '换个文件或格式再试', again: '再导一份', seeCustomers: '查看客户',
  wrongType: '请选择 CSV 或文本文件（.csv、.txt、.tsv，或它们的 .gz 压缩）', spreadsheet: '请先在 Excel 里另存为 CSV（UTF-8 或 GBK）再上传', other: '换一个文件',
};
