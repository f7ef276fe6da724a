export const imports = {
  action: '导入订单', title: '导入历史订单', drop: '把 CSV 文件拖到这里，或点击选择', dropHint: '第一行是列名。同一份文件可以重复导入，订单不会重复。', chosen: '{{name}}（{{size}}）',
  mapping: '文件格式', mappings: { auto: '自动识别列', cdnow: 'CDNOW', 'online-retail': 'Online Retail II', 'complete-journey': 'The Complete Journey' },
  mappingHints: { auto: '按列名识别客户、订单号、时间、金额、商品', cdnow: '客户编号、日期、数量、金额的文本文件', 'online-retail': '发票、商品、数量、时间、单价、客户', 'complete-journey': '家庭、购物篮、日期、商品、金额' },
  start: '开始导入', uploading: '正在上传 {{percent}}', stop: '停止上传', background: '放到后台继续', tryAgain: '换个文件或格式再试', again: '再导一份', seeCustomers: '查看客户',
  wrongType: '请选择 CSV 或文本文件（.csv、.txt、.tsv，或它们的 .gz 压缩）', spreadsheet: '请先在 Excel 里另存为 CSV（UTF-8 或 GBK）再上传', other: '换一个文件',
};
