import { createRandom, inventBrand, toCsvLines } from '@homefield/sandbox';
import type { Brand, BrandOrder } from '@homefield/sandbox';
import { dayMs, dayStart, hourMs, localDate, minuteMs } from '../kernel/index.ts';
import type { SampleWords } from './words.ts';

/** In front of every customer number of the sample: by it they are known, and taken out again. */
export const samplePrefix = 'SAMPLE-';

/** As what it is imported. */
export const sampleFile = 'sample.csv';

const settings = { seed: 20_260_101, customers: 3_000, trade: 'skincare' as const, phoneShare: 0 };
const historyDays = 540;
const contactShare = 0.62;

/**
 * Every third customer has a phone, to be found by its last four digits. China keeps no mobile numbers back for invented people; these are the
 * thousand that the British regulator keeps for television and radio (Ofcom: 07700 900000 to 900999) and gives to nobody.
 */
const dramaPhones = { prefix: '+447700900', digits: 3, everyCustomer: 3 } as const;

/** The SOP that the sample's brand has run: its call-back of customers who had not bought for `lapsedDays`. */
export const callBack = { daysAgo: 35, goalDays: 14, lapsedDays: 90, holdOut: 0.3 } as const;
const confirmShare = 0.88;
/** Of those whom a message reached, so many more come back. */
const effect = 0.09;

/** What the stores of the sample's customers are called. */
export function sampleStores(): string[] {
  return inventBrand({ ...settings, from: 0, to: dayMs }).stores.map(({ name }) => name);
}

/** WeCom ids are free text: these are nobody's. */
export const sampleStaffIds: readonly string[] = Array.from({ length: 8 }, (_, index) => `homefield-sample-${index + 1}`);

export type SampleStaff = Readonly<{ wecomUserId: string; name: string; store: string }>;
export type SampleContact = Readonly<{ number: string; staff: SampleStaff; addedAtMs: number }>;
/** Somebody of the call-back. `atMs`: when the message was confirmed, or given up; null for those who were held out. */
export type SampleEntry = Readonly<{ contact: SampleContact; heldOut: boolean; outcome: 'sent' | 'not_confirmed' | null; atMs: number | null }>;
export type SampleStory = Readonly<{ csv: string; staff: readonly SampleStaff[]; contacts: readonly SampleContact[]; startedAtMs: number; entries: readonly SampleEntry[] }>;

/**
 * Eighteen months of a skincare brand up to `toMs` (a midnight of the zone): orders as the published parameters say, staff, contacts, and an SOP
 * that began five weeks ago and ended three weeks ago, with its hold-out and what it sold. Everybody is drawn from their own number: the same story on every day.
 */
export function tellStory(toMs: number, zone: string, words: SampleWords): SampleStory {
  const utcOffsetMinutes = (Date.parse(`${localDate(toMs, zone)}T00:00:00Z`) - toMs) / minuteMs;
  const brand = inventBrand({ ...settings, from: toMs - historyDays * dayMs, to: toMs, utcOffsetMinutes });
  const startedAtMs = dayStart(localDate(toMs - callBack.daysAgo * dayMs, zone), zone) + 10 * hourMs;
  const stores = brand.stores.map(({ name }) => name);
  const staff = words.staff.map((name, index) => ({ wecomUserId: sampleStaffIds[index] ?? '', name, store: stores[index % stores.length] ?? '' }));
  const orders: BrandOrder[] = [];
  const contacts: SampleContact[] = [];
  const entries: SampleEntry[] = [];
  for (const [number, own] of Map.groupBy(brand.orders, ({ customerNumber }) => customerNumber)) {
    orders.push(...own);
    const contact = contactOf(number, own, staff);
    if (!contact) continue;
    contacts.push(contact);
    const entry = entryOf(contact, own, startedAtMs);
    if (!entry) continue;
    entries.push(entry);
    orders.push(...extraOrder(brand, number, { entry, own, startedAtMs }));
  }
  const numbered = orders.map((order) => ({ ...order, customerNumber: `${samplePrefix}${order.customerNumber}`, ...phoneOf(order.customerNumber) }));
  return { csv: `${[...toCsvLines(numbered, utcOffsetMinutes)].join('\n')}\n`, staff, contacts, startedAtMs, entries };
}

function phoneOf(customerNumber: string): { phone?: string } {
  const ordinal = Number(customerNumber.replace(/\D/g, ''));
  const place = Math.floor(ordinal / dramaPhones.everyCustomer);
  return ordinal % dramaPhones.everyCustomer !== 0 || place >= 10 ** dramaPhones.digits ? {} : { phone: `${dramaPhones.prefix}${String(place).padStart(dramaPhones.digits, '0')}` };
}

/** Most customers added a member of staff within two weeks of their first order. */
function contactOf(number: string, own: readonly BrandOrder[], staff: readonly SampleStaff[]): SampleContact | undefined {
  const random = createRandom(settings.seed, 'sample.contact', number);
  const member = staff[random.int(staff.length)];
  if (!member || random.next() >= contactShare) return undefined;
  return { number: `${samplePrefix}${number}`, staff: member, addedAtMs: Math.min(...own.map(({ paidAt }) => paidAt)) + Math.floor(random.next() * 14 * dayMs) };
}

function entryOf(contact: SampleContact, own: readonly BrandOrder[], startedAtMs: number): SampleEntry | undefined {
  const before = own.filter(({ paidAt }) => paidAt < startedAtMs).map(({ paidAt }) => paidAt);
  if (before.length === 0 || contact.addedAtMs >= startedAtMs || Math.max(...before) > startedAtMs - callBack.lapsedDays * dayMs) return undefined;
  const random = createRandom(settings.seed, 'sample.entry', contact.number);
  if (random.next() < callBack.holdOut) return { contact, heldOut: true, outcome: null, atMs: null };
  const confirmed = random.next() < confirmShare;
  return { contact, heldOut: false, outcome: confirmed ? 'sent' : 'not_confirmed', atMs: startedAtMs + (confirmed ? Math.floor(random.next() * 8 * hourMs) : 2 * dayMs) };
}

type Bought = Readonly<{ entry: SampleEntry; own: readonly BrandOrder[]; startedAtMs: number }>;

/** What somebody bought because a message reached them: about as much as the last time. */
function extraOrder(brand: Brand, number: string, { entry, own, startedAtMs }: Bought): BrandOrder[] {
  const random = createRandom(settings.seed, 'sample.effect', number);
  const last = own.findLast(({ paidAt }) => paidAt < startedAtMs);
  if (entry.outcome !== 'sent' || !last || random.next() >= effect) return [];
  const paidAt = startedAtMs + (1 + random.int(callBack.goalDays - 2)) * dayMs + Math.floor(random.next() * 10 * hourMs);
  return [brand.dress({ customerNumber: number, orderNumber: `DR${number}`, paidAt, amountMinor: Math.round(last.amountMinor * (0.8 + 0.5 * random.next())) })];
}
