import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inventBrand, toCsvLines } from '@homefield/sandbox';
import type { Brand, FutureOrder } from '@homefield/sandbox';
import { rfmClasses } from '@homefield/contract';
import type { SopDefinition, SopResult } from '@homefield/contract';
import { createStopwatch, createVirtualClock, dayMs, dayStart, formatId, hourMs, localDate, wholeBrand } from '../kernel/index.ts';
import type { VirtualClock } from '../kernel/index.ts';
import { inspectOrders, recordMax } from '../orders/index.ts';
import type { Told } from '../orders/index.ts';
import { createProduct } from '../wiring.ts';
import type { Product, ProductOptions } from '../wiring.ts';
import { importWithProjector } from './import.ts';
import type { DemoRequest } from './request.ts';
import { trueLift } from './truth.ts';
import type { DemoTruth } from './truth.ts';
import { openWorld } from './world.ts';
import type { Acquaintance, DemoWorld, PastOrder } from './world.ts';

export type { DemoTruth } from './truth.ts';

export type DemoReport = {
  currency: string;
  imported: { rows: number; customers: number; orders: number; amountMinor: number; rejected: number };
  rfm: { buyers: number; lines: { recencyDays: number; frequency: number; amountMinor: number }; classes: Record<(typeof rfmClasses)[number], number> };
  sop: Pick<SopResult, 'enrolled' | 'heldOut' | 'sent' | 'notConfirmed' | 'capped' | 'failed' | 'suppressed' | 'waiting' | 'converted' | 'heldOutConverted' | 'liftPerCustomerMinor' | 'liftLow' | 'liftHigh'>;
  timingsMs: Record<string, number>;
};

export type DemoOptions = ProductOptions & {
  /** Folder of this demo; removed and made anew. */
  home: string;
  request: DemoRequest;
  say?: (zh: string, en: string) => void;
};

/** A demo that has run to its last day; `errorFile` holds the rejected lines. The product is open and idle; its world goes on only when it is asked to. */
export type Demo = { product: Product; clock: VirtualClock; workspaceId: bigint; sopId: bigint; report: DemoReport; truth: DemoTruth; errorFile: string | null; close(): Promise<void> };

const zone = 'Asia/Shanghai';
const currency = 'CNY';
const brandName = { skincare: '朝露护肤', file: '演示品牌' };
/** Who has bought before and not for long: the four classes whose last order lies behind the line. */
const sleeping = ['key_retain', 'key_win_back', 'general_retain', 'general_win_back'] as const;
const holdOut = 0.3;
const goalDays = 14;
/**
 * Hours of the day at which the product looks up (staff and customers act at their own instants in between): once a day, when the quiet
 * hours end. The day's snapshot is as of its midnight whenever it is taken.
 */
const lookUpHours = [9] as const;

/**
 * The main job on a brand: orders → customers → RFM → audience → SOP with hold-out → messages through the sandbox's WeCom,
 * confirmed by its staff → the orders that follow → measured lift. The same request gives the same report, timings aside.
 */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const { request, say = () => undefined } = options;
  const timings: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const stopwatch = createStopwatch();
    const result = await work();
    timings[name] = Math.round(stopwatch.elapsedMs());
    return result;
  };
  await rm(options.home, { recursive: true, force: true });
  await mkdir(options.home, { recursive: true });
  const source = await timed('prepare', () => prepareOrders(options, request));
  const clock = createVirtualClock(source.asOfMs);
  const product = await timed('start', () => createProduct({ ...options, config: { ...options.config, home: options.home, databaseUrl: undefined, clickhouseUrl: undefined }, clock, gatherMs: 0, syncEveryMs: 0 }));
  let world: DemoWorld | undefined;
  try {
    const workspaceId = await product.organization.workspaces.create({ name: source.brandName, zone, currency });
    say('正在导入订单……', 'Importing orders …');
    const imported = await timed('import', () => importWithProjector(product, { workspaceId, path: source.path, mapping: source.mapping, fileName: source.fileName }));
    say('正在分层……', 'Dividing customers …');
    const snapshot = await timed('rfm', () => product.models.snapshot(workspaceId, 'rfm', source.asOfMs));
    const opened = await timed('world', () => meetPeople(product, workspaceId, clock, source, request));
    world = opened;
    await timed('settle', () => product.runner.drain());
    say('正在发布 SOP……', 'Publishing the SOP …');
    const sopId = await timed('publish', () => publishSop(product, workspaceId));
    say(`正在运行 ${request.days} 个虚拟日……`, `Running ${request.days} virtual days …`);
    await timed('days', () => liveOn(product, workspaceId, clock, opened, request.days, source));
    const result = await product.insights.sopResult(wholeBrand(workspaceId), sopId);
    const truth = await trueLift(product, workspaceId, sopId, opened, clock.now());
    const report: DemoReport = { currency, imported: importedOf(imported), rfm: rfmOf(snapshot), sop: sopOf(result), timingsMs: timings };
    return {
      product, clock, workspaceId, sopId, report, truth, errorFile: imported.errorFile,
      async close() {
        await opened.close();
        await product.engines.close();
      },
    };
  } catch (error) {
    await world?.close();
    await product.engines.close();
    throw error;
  }
}

type Source = { path: string; fileName: string; mapping: string; asOfMs: number; brand: Brand | undefined; brandName: string; moneyScale: number };

/** The file of orders: the given one, or that of an invented brand. */
async function prepareOrders(options: DemoOptions, request: DemoRequest): Promise<Source> {
  const nowMs = options.realClock.now();
  if (request.ordersPath !== undefined) {
    const known = request.asOf === undefined || request.mapping === 'auto' ? await inspectOrders(request.ordersPath, { mapping: request.mapping, zone, currency, nowMs }) : undefined;
    const asOfMs = request.asOf === undefined ? dayStart(localDate((known?.lastOrderAtMs ?? nowMs) + dayMs, zone), zone) : dayStart(request.asOf, zone);
    // Amounts of the file, whatever their currency, are the scale on which its people go on spending.
    return { path: request.ordersPath, fileName: request.ordersPath.split('/').at(-1) ?? 'orders.csv', mapping: known?.mapping ?? request.mapping, asOfMs, brand: undefined, brandName: brandName.file, moneyScale: 100 };
  }
  const asOfMs = request.asOf === undefined ? dayStart(localDate(nowMs, zone), zone) : dayStart(request.asOf, zone);
  const brand = inventBrand({ seed: request.seed, customers: request.customers, from: asOfMs - 540 * dayMs, to: asOfMs, trade: 'skincare' });
  const path = join(options.home, 'orders.csv');
  await pipeline(Readable.from(linesOf(brand)), createWriteStream(path));
  return { path, fileName: 'orders.csv', mapping: 'auto', asOfMs, brand, brandName: brandName.skincare, moneyScale: 700 };
}

function* linesOf(brand: Brand): Generator<string> {
  for (const line of toCsvLines([...brand.orders].sort((a, b) => a.paidAt - b.paidAt), brand.utcOffsetMinutes)) yield `${line}\n`;
}

/** Opens the outside world with everybody whom the brand knows, and brings staff and contacts in through the WeCom channel. */
async function meetPeople(product: Product, workspaceId: bigint, clock: VirtualClock, source: Source, request: DemoRequest): Promise<DemoWorld> {
  const acquaintances = await product.db.inWorkspace(workspaceId, (tx) => tx.query<Acquaintance>(`
    select distinct on (c.customer_id) c.customer_id as "customerId", i.value_key as "customerNumber", i.kind, c.name
    from customer c join identity i on i.workspace_id = c.workspace_id and i.customer_id = c.customer_id
    where c.workspace_id = $1 and i.kind in ('custom.order_customer', 'member_no') order by c.customer_id, i.kind, i.value_key`, [workspaceId]));
  const numberOf = new Map(acquaintances.map(({ customerId, customerNumber }) => [customerId, customerNumber]));
  const orders = await product.db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint; ordered_at: number; amount: bigint }>(`
    select customer_id, ordered_at, amount from customer_order where workspace_id = $1 and state <> 'placed' and ordered_at <= $2 order by customer_id, ordered_at, order_number`,
  [workspaceId, new Date(source.asOfMs)]));
  const past: PastOrder[] = orders.flatMap(({ customer_id: customerId, ordered_at: paidAt, amount }) => {
    const customerNumber = numberOf.get(customerId);
    return customerNumber === undefined ? [] : [{ customerNumber, paidAt, amountMinor: Number(amount) }];
  });
  const latents = source.brand?.latents();
  const world = await openWorld({ clock, seed: request.seed, days: request.days, past, acquaintances, moneyScale: source.moneyScale, ...(latents ? { latents } : {}) });
  await product.channels.connectWecom(workspaceId, { corpId: world.corpId, secret: world.secret, baseUrl: world.url, agentId: 1_000_002 });
  await product.channels.syncContacts(workspaceId);
  await product.engines.projector.drain();
  return world;
}

async function publishSop(product: Product, workspaceId: bigint): Promise<bigint> {
  const audience = await product.audiences.create(workspaceId, { name: '沉睡老客', rule: { model: 'rfm', class: [...sleeping] } });
  const definition: SopDefinition = {
    trigger: { kind: 'audience_entry', audienceId: formatId('audience', audience.id) },
    holdOut,
    steps: [
      // Without variables: one broadcast task per staff member. With a name in it WeCom would need a task per customer.
      { kind: 'send', id: 'greeting', channel: 'wecom.broadcast', text: '好久不见！这周为老朋友准备了一份回归礼，到店或下单时报我名字就可以领取。', confirmWithin: '2d' },
      { kind: 'wait', id: 'settle', for: '3d' },
    ],
    goal: { event: 'order.paid', withinDays: goalDays },
    entry: { again: 'never' },
    quietHours: { from: '21:00', to: '09:00' },
  };
  const sop = await product.sops.create(workspaceId, { name: '沉睡老客唤醒', definition });
  await product.sops.publish(workspaceId, { ...sop, enterPresent: true });
  return sop.sopId;
}

/** Lets the days pass: the world acts, its orders reach the shop, and all workers do what is due, in this order at every step. */
async function liveOn(product: Product, workspaceId: bigint, clock: VirtualClock, world: DemoWorld, days: number, source: Source): Promise<void> {
  const endMs = clock.now() + days * dayMs;
  await product.runner.drain();
  while (clock.now() < endMs) {
    clock.advanceTo(Math.min(nextLookUp(clock.now()), endMs));
    const orders = await world.advanceTo(clock.now());
    for (let start = 0; start < orders.length; start += recordMax) {
      await product.orders.recordNow(workspaceId, orders.slice(start, start + recordMax).map((order) => toldOf(order, source)), { source: 'shop', via: 'api' });
    }
    await product.runner.drain();
  }
}

function nextLookUp(nowMs: number): number {
  const midnight = dayStart(localDate(nowMs, zone), zone);
  return [...lookUpHours, 24 + lookUpHours[0]].map((hour) => midnight + hour * hourMs).find((instant) => instant > nowMs) ?? nowMs + dayMs;
}

function toldOf(order: FutureOrder, { brand }: Source): Told {
  const dressed = brand?.dress(order);
  return {
    kind: 'order', orderNumber: order.orderNumber, state: 'paid', amountMinor: BigInt(order.amountMinor), items: 1, orderedAtMs: order.paidAt,
    identities: [brand ? { kind: 'member_no', value: order.customerNumber } : { kind: 'custom.order_customer', value: order.customerNumber }],
    channel: 'shop', store: dressed?.store ?? '',
  };
}

type Imported = Awaited<ReturnType<typeof importWithProjector>>;
function importedOf({ rows, customers, orders, amountMinor, rejected }: Imported): DemoReport['imported'] {
  return { rows, customers, orders, amountMinor, rejected };
}

type SnapshotTaken = Awaited<ReturnType<Product['models']['snapshot']>>;
function rfmOf({ summary }: SnapshotTaken): DemoReport['rfm'] {
  const sizes = new Map(summary.classes.map((each) => [each.class, each.customers]));
  return {
    buyers: summary.buyers, lines: summary.lines,
    classes: Object.fromEntries(rfmClasses.map((name) => [name, sizes.get(name) ?? 0])) as DemoReport['rfm']['classes'],
  };
}

function sopOf(result: SopResult): DemoReport['sop'] {
  const { enrolled, heldOut, sent, notConfirmed, capped, failed, suppressed, waiting, converted, heldOutConverted, liftPerCustomerMinor, liftLow, liftHigh } = result;
  return { enrolled, heldOut, sent, notConfirmed, capped, failed, suppressed, waiting, converted, heldOutConverted, liftPerCustomerMinor, liftLow, liftHigh };
}
