import { z } from 'zod';
import { amountMinor, idText, instantMs, pageQuery } from './common.ts';

/** A row of the list of customers. */
export const customerRow = z.object({
  id: idText,
  name: z.string(),
  phoneMasked: z.string().nullable(),
  city: z.string().nullable(),
  source: z.string().nullable(),
  store: z.string().nullable(),
  ownerStaff: z.string().nullable(),
  isContact: z.boolean(),
  orders: z.number().int(),
  netSalesMinor: amountMinor,
  lastOrderAtMs: instantMs.nullable(),
  rfmClass: z.string().nullable(),
  createdAtMs: instantMs,
});
export type CustomerRow = z.infer<typeof customerRow>;

/** A leading `-` is the largest or latest first. */
export const customerSorts = ['-lastOrderAt', 'lastOrderAt', '-createdAt', 'createdAt', '-orders', 'orders', '-netSales', 'netSales'] as const;
export type CustomerSort = (typeof customerSorts)[number];
/** `q` finds a part of the name, a phone (whole or its last four digits), a customer or member number, an e-mail, an id. */
export const customersQuery = pageQuery.extend({ q: z.string().max(200).optional(), sort: z.enum(customerSorts).default('-lastOrderAt') });

export const customer = customerRow.extend({
  gender: z.enum(['male', 'female', 'unknown']),
  identities: z.array(z.object({ kind: z.string(), valueMasked: z.string(), addedAtMs: instantMs })),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  excluded: z.boolean(),
});
export type Customer = z.infer<typeof customer>;

/** One thing that happened, with the sentence that tells it in both languages. */
export const timelineEntry = z.object({
  position: z.string(),
  name: z.string(),
  occurredAtMs: instantMs,
  source: z.string(),
  amountMinor: amountMinor.nullable(),
  subject: z.string(),
  sentence: z.object({ zh: z.string(), en: z.string() }),
  properties: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const customerExportColumns = [
  'name', 'phone', 'city', 'source', 'store', 'owner', 'isContact', 'rfmClass', 'orders', 'netSales', 'lastOrderAt', 'createdAt', 'id',
] as const;
export type CustomerExportColumn = (typeof customerExportColumns)[number];
const chosenMax = 10_000;
/** What the list is narrowed to, as `customersQuery` has it. */
const narrowed = { q: z.string().max(200).optional() };
const chosenIds = z.array(idText).min(1).max(chosenMax);
/** `POST /api/customers/exports` answers 202 with the job: the rows that the list shows for `q` and `sort`, or those chosen. Phones come masked. */
export const customerExport = z.strictObject({
  ...narrowed,
  sort: z.enum(customerSorts).default('-lastOrderAt'),
  columns: z.array(z.enum(customerExportColumns)).min(1).max(customerExportColumns.length).optional().describe('In the order wanted; every column without it'),
  ids: chosenIds.optional().describe('These and no others; what the list is narrowed to is not heeded then'),
});
export type CustomerExport = z.input<typeof customerExport>;

export const customerBulkActions = ['exclude', 'include'] as const;
/** `POST /api/customers/bulk` answers 202 with the job. Either `ids`, or all rows that the list shows (`q: ''` for the whole list); `exclude` needs a reason. */
export const customerBulk = z.strictObject({
  action: z.enum(customerBulkActions),
  reason: z.string().trim().min(1).max(200).optional(),
  ...narrowed,
  ids: chosenIds.optional(),
}).refine(({ q, ids }) => (q === undefined) !== (ids === undefined), { message: 'Give either q or ids', path: ['ids'] })
  .refine(({ action, reason }) => action === 'include' || reason !== undefined, { message: 'Say why they are left out', path: ['reason'] });
export type CustomerBulk = z.infer<typeof customerBulk>;
