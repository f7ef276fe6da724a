export const jobs = {
  title: 'Jobs', lead: 'Imports, snapshots and other work that takes time. It goes on when you close the page.', running: '{{formatted}} running',
  state: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', canceled: 'Canceled' }, canceling: 'Canceling',
  progress: '{{done}} / {{total}} {{unit}}', progressOpen: '{{done}} {{unit}}', rejected: '{{formatted}} lines with mistakes', took: 'took {{duration}}', started: 'started {{time}}',
  units: { rows: 'lines', customers: 'customers', bytes: 'bytes', steps: 'steps' },
  cancel: 'Cancel job', cancelTitle: 'Cancel "{{title}}"?', cancelKept: 'What is already written stays; the rest is not processed.', cancelAgain: 'You can start again with the same file: imported orders are not doubled.', keepRunning: 'Keep running',
  errorFile: 'Download rejected lines', errorFileHint: 'Correct them and import once more; lines already imported are not doubled.', emptyTitle: 'No jobs', emptyText: 'When you import orders or refresh a segmentation, the progress appears here.',
  ignoredColumns: 'Columns that nothing was read from: {{names}}', between: ', ',
  resultNames: { rows: 'Lines', imported: 'Imported', rejected: 'Rejected', customers: 'Customers', orders: 'Orders', unchanged: 'Unchanged', refunds: 'Refunds', amountMinor: 'Amount', buyers: 'Buyers', changed: 'Class changes' },
};
