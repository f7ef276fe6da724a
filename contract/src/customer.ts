import { z } from 'zod';
import { amountMinor, choices, dayText, idText, instantMs, pageQuery } from './common.ts';

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
  /** Left out of every count; among the rows of a search such customers are, too. */
  excluded: z.boolean(),
});
export type CustomerRow = z.infer<typeof customerRow>;

/** A leading `-` is the largest or latest first. */
export const customerSorts = ['-lastOrderAt', 'lastOrderAt', '-createdAt', 'createdAt', '-orders', 'orders', '-netSales', 'netSales'] as const;
export type CustomerSort = (typeof customerSorts)[number];

const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * Which customers: `q` finds a part of the name, a phone (whole or its last four digits), a customer or member number, an e-mail, an
 * id. Everything that is given has to hold; `-` stands for "none" (no class, no city, no store). Days are those of the brand's zone, both ends included.
 */
export const customerFilter = z.object({
  q: z.string().max(200).optional(),
  class: choices.optional().describe('RFM classes of the newest snapshot'),
  city: choices.optional(),
  store: choices.optional(),
  contact: z.enum(['yes', 'no']).optional(),
  excluded: z.enum(['yes', 'no']).optional().describe('yes: those who are left out of every count, and nobody else. Without it they are found by a search alone'),
  ordersFrom: whole.optional(), ordersTo: whole.optional(),
  salesFrom: whole.optional().describe('Net sales in minor units'), salesTo: whole.optional(),
  lastOrderFrom: dayText.optional(), lastOrderTo: dayText.optional(),
});
export type CustomerFilter = z.infer<typeof customerFilter>;
export const customersQuery = pageQuery.extend({ ...customerFilter.shape, sort: z.enum(customerSorts).default('-lastOrderAt') });

/** How many customers a filter finds: what "all of them" means before it is done to all of them. */
export const customerCount = z.object({ count: z.number().int() });
export type CustomerCount = z.infer<typeof customerCount>;

const choice = z.object({ value: z.string(), customers: z.number().int() });
/** What one can choose from in the filters of the list, the most frequent first; at most 200 each. */
export const customerChoices = z.object({ cities: z.array(choice), stores: z.array(choice) });
export type CustomerChoices = z.infer<typeof customerChoices>;

export const customer = customerRow.extend({
  gender: z.enum(['male', 'female', 'unknown']),
  identities: z.array(z.object({ kind: z.string(), valueMasked: z.string(), addedAtMs: instantMs })),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
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
const wholeNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();
/** What the list is narrowed to, as `customersQuery` has it. In a body a number is a number: read loosely, `null` would be "0 orders at most". */
const narrowed = { ...customerFilter.shape, ordersFrom: wholeNumber, ordersTo: wholeNumber, salesFrom: wholeNumber, salesTo: wholeNumber };
const narrowings = Object.keys(narrowed) as (keyof typeof narrowed)[];
const chosenIds = z.array(idText).min(1).max(chosenMax);
const exceptIds = chosenIds.optional().describe('All that the filter finds but these');
/** `ids` are these and no others: nothing can be taken out of them. */
const notBoth = (body: { ids?: unknown; except?: unknown }) => body.ids === undefined || body.except === undefined;
const bothGiven = { message: 'Give either ids or except', path: ['except'] };
/** `POST /api/customers/exports` answers 202 with the job: the rows that the list shows for a filter and `sort`, or those chosen. Phones come masked. */
export const customerExport = z.strictObject({
  ...narrowed,
  sort: z.enum(customerSorts).default('-lastOrderAt'),
  columns: z.array(z.enum(customerExportColumns)).min(1).max(customerExportColumns.length).optional().describe('In the order wanted; every column without it'),
  ids: chosenIds.optional().describe('These and no others; what the list is narrowed to is not heeded then'),
  except: exceptIds,
}).refine(notBoth, bothGiven);
export type CustomerExport = z.input<typeof customerExport>;

export const customerBulkActions = ['exclude', 'include'] as const;
/** `POST /api/customers/bulk` answers 202 with the job. Either `ids`, or all rows that the list shows for a filter (`q: ''` for the whole list), but those of `except`; `exclude` needs a reason. */
export const customerBulk = z.strictObject({
  action: z.enum(customerBulkActions),
  reason: z.string().trim().min(1).max(200).optional(),
  ...narrowed,
  ids: chosenIds.optional(),
  except: exceptIds,
}).refine(notBoth, bothGiven)
  .refine((body) => narrowings.some((name) => body[name] !== undefined) !== (body.ids !== undefined), { message: 'Give either a filter (q: \'\' for everybody) or ids', path: ['ids'] })
  .refine(({ action, reason }) => action === 'include' || reason !== undefined, { message: 'Say why they are left out', path: ['reason'] });
export type CustomerBulk = z.infer<typeof customerBulk>;
