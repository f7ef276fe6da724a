/** Kinds of jobs that people start, in the order of the filter; `key` is the place of the name in the dictionaries. */
export const jobKinds = [
  { kind: 'import.orders', key: 'importOrders' },
  { kind: 'export.customers', key: 'exportCustomers' },
  { kind: 'bulk.customers', key: 'customersBulk' },
  { kind: 'model.snapshot', key: 'modelSnapshot' },
] as const;

export const jobStateChoices = ['active', 'waiting', 'running', 'done', 'failed', 'canceled'] as const;
export type JobStateChoice = (typeof jobStateChoices)[number];
