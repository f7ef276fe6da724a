import { problem } from '../kernel/index.ts';

export const ExportTooManyRows = problem('export_too_many_rows', 422, {
  en: 'This list has more than {max} rows, which is more than a spreadsheet opens. Narrow it with a search, then export again.',
  zh: '列表超过 {max} 行，表格软件无法打开。请先用搜索缩小范围再导出。',
});
export const ExportTooLarge = problem('export_too_large', 422, {
  en: 'The file would be larger than {megabytes} MB. Choose fewer columns, or narrow the list.',
  zh: '文件将超过 {megabytes} MB。请减少导出的列，或缩小列表范围。',
});
export const JobFileGone = problem('job_file_gone', 404, {
  en: 'There is no such file, or its 7 days are over. Export the list again.',
  zh: '文件不存在，或已超过 7 天保留期。请重新导出。',
});
export const JobFileNotYours = problem('job_file_not_yours', 403, {
  en: 'Only the person who made this export and owners of the workspace may fetch its file.',
  zh: '只有导出发起人和工作区所有者可以下载该文件。',
});
