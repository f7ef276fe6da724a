import { problem } from '../kernel/index.ts';

export const OrdersContested = problem('orders_contested', 503, {
  en: 'Other work keeps changing the same orders. Nothing was saved; please try again in a moment.',
  zh: '其他任务正在修改同一批订单，本次未保存，请稍后重试。',
});
export const ImportFileEmpty = problem('import_file_empty', 422, {
  en: 'The file holds no rows: the first line has to name the columns, orders follow below it.',
  zh: '文件中没有数据：第一行应为列名，其下是订单。',
});
export const ImportFileUnreadable = problem('import_file_unreadable', 422, {
  en: 'The file cannot be read: {why}.',
  zh: '无法读取该文件：{why}。',
});
export const ImportColumnMissing = problem('import_column_missing', 422, {
  en: 'No column holds the {field}. Columns of the file: {columns}.{hint}',
  zh: '没有找到“{fieldZh}”列。文件中的列：{columns}。{hintZh}',
});
export const ImportColumnUnknown = problem('import_column_unknown', 422, {
  en: 'The file has no column "{column}".{hint} Columns of the file: {columns}.',
  zh: '文件中没有“{column}”列。{hintZh}文件中的列：{columns}。',
});
export const ImportColumnsUnreadable = problem('import_columns_unreadable', 422, {
  en: 'columns cannot be read: {why}. It gives fields their headers as JSON, such as {example}. Fields: {known}.',
  zh: '无法读取 columns：{whyZh}。它用 JSON 指定各字段对应的列名，例如 {example}。可用字段：{known}。',
});
export const ImportDatesAmbiguous = problem('import_dates_ambiguous', 422, {
  en: 'In column "{column}" dates such as {example} can be read as day/month or as month/day, and no row decides it. Say which with dateOrder (a command: --date-order): day-first or month-first. Or write 2024-01-31.',
  zh: '“{column}”列中的日期（如 {example}）既可理解为“日/月”也可理解为“月/日”，整列都无法判断。请用 dateOrder（命令行：--date-order）指定 day-first（日/月）或 month-first（月/日），或改写为 2024-01-31 的格式。',
});
export const ImportDatesContradict = problem('import_dates_contradict', 422, {
  en: 'In column "{column}" line {dayFirstLine} ({dayFirst}) can only be day/month and line {monthFirstLine} ({monthFirst}) only month/day. Write all dates in one order.',
  zh: '“{column}”列第 {dayFirstLine} 行（{dayFirst}）只能是“日/月”，第 {monthFirstLine} 行（{monthFirst}）只能是“月/日”。请统一日期顺序。',
});
export const ImportMappingUnknown = problem('import_mapping_unknown', 422, {
  en: 'There is no mapping "{name}". Did you mean "{nearest}"? Known: {known}.',
  zh: '没有名为“{name}”的导入模板。是否想用“{nearest}”？可用：{known}。',
});
export const ImportFileChanged = problem('import_file_changed', 409, {
  en: 'This import was begun with another file or mapping. Start a new one: orders that are in already will be unchanged.',
  zh: '该导入是用另一个文件或模板开始的。请新建导入任务：已导入的订单不会重复。',
});
export const ImportCanceled = problem('import_canceled', 409, {
  en: 'The import was canceled. What was imported until then stays; importing the file again goes on from there.',
  zh: '导入已取消。已导入的数据保留，再次导入该文件即可继续。',
});
