import { describe, expect, test } from 'vitest';
import { inventBrand } from './brand.ts';
import { createPeople, type PeopleSettings } from './future.ts';
import type { Latent } from './latent.ts';
import { DAY_MS } from './parameters.ts';
import { expectMean, meanAndError } from './testing.ts';

const FROM = Date.UTC(2024, 0, 1) - 8 * 3_600_000;
const AS_OF = FROM + 366 * DAY_MS;
const LATENTS = inventBrand({ seed: 21, customers: 2_000, from: FROM, to: AS_OF }).latents();
const people = (settings: Partial<PeopleSettings> = {}) => createPeople({ seed: 1, customers: LATENTS, asOf: AS_OF, days: 30, ...settings });
const messages = (latents: readonly Latent[]) =>
  latents.map(({ customerNumber }, index) => ({ customer: customerNumber, at: AS_OF + (index % 72) * 3_600_000 }));

describe('without messages', () => {
  test('nobody buys because of a message, and orders are in time order inside (asOf, until]', () => {
    const world = people();
    const orders = world.ordersBetween(AS_OF, world.until);
    expect(orders).toEqual(world.baselineOrders(world.until));
    expect(orders.length).toBeGreaterThan(100);
    expect(orders.every(({ cause, paidAt }) => cause === 'baseline' && paidAt > AS_OF && paidAt <= world.until)).toBe(true);
    expect(orders.every(({ paidAt }, index) => index === 0 || paidAt >= orders[index - 1]!.paidAt)).toBe(true);
  });

  test('a customer who has left never buys, and one who never buys has rate 0', () => {
    const customers = LATENTS.map((latent, index) => (index % 2 === 0 ? { ...latent, alive: false } : { ...latent, ratePerWeek: 0 }));
    expect(people({ customers }).baselineOrders(AS_OF + 30 * DAY_MS)).toEqual([]);
  });

  test('a customer buys the same whoever else is there, and a longer life begins with the shorter one', () => {
    const world = people();
    const alone = people({ customers: LATENTS.slice(500, 510), days: 60 });
    const numbers = new Set(LATENTS.slice(500, 510).map(({ customerNumber }) => customerNumber));
    expect(alone.baselineOrders(world.until)).toEqual(world.baselineOrders(world.until).filter(({ customerNumber }) => numbers.has(customerNumber)));
  });
});

describe('with messages', () => {
  test('both worlds share the baseline: the difference is exactly what messages brought', () => {
    const world = people({ responseRate: 0.5 });
    const brought = messages(LATENTS).map((delivery) => world.onDelivered(delivery)).filter((order) => order !== undefined);
    const orders = world.ordersBetween(AS_OF, world.until);
    expect(orders.filter(({ cause }) => cause === 'baseline')).toEqual(world.baselineOrders(world.until));
    expect(new Set(orders.filter(({ cause }) => cause === 'message'))).toEqual(new Set(brought));
    expect(brought.length / LATENTS.length).toBeCloseTo(0.5, 1);
    expect(new Set(orders.map(({ orderNumber }) => orderNumber)).size).toBe(orders.length);
  });

  test('the order of deliveries changes nothing, also within a customer, and a delivery told twice counts once', () => {
    const twice = [...messages(LATENTS), ...messages(LATENTS).map(({ customer, at }) => ({ customer, at: at + 5 * DAY_MS })),
      ...messages(LATENTS).map(({ customer, at }) => ({ customer, at: at + 9 * DAY_MS }))];
    const [one, other] = [people({ responseRate: 0.6 }), people({ responseRate: 0.6 })];
    for (const delivery of twice) one.onDelivered(delivery);
    for (const delivery of [...twice, ...twice].reverse()) other.onDelivered(delivery);
    expect(other.ordersBetween(AS_OF, other.until)).toEqual(one.ordersBetween(AS_OF, one.until));
  });

  test('only the first message in restDays counts', () => {
    const world = people({ responseRate: 1, restDays: 7 });
    const customer = LATENTS[0]!.customerNumber;
    const answers = [0, 1, 6.9, 7, 13, 14].map((day) => world.onDelivered({ customer, at: AS_OF + day * DAY_MS }) !== undefined);
    expect(answers).toEqual([true, false, false, true, false, true]);
  });

  test('whether somebody responds to a second message has nothing to do with the first', () => {
    const world = people({ responseRate: 0.5, restDays: 7 });
    const both = LATENTS.filter(({ customerNumber: customer }) => {
      const first = world.onDelivered({ customer, at: AS_OF + DAY_MS });
      const second = world.onDelivered({ customer, at: AS_OF + 10 * DAY_MS });
      return first !== undefined && second !== undefined;
    });
    expect(both.length / LATENTS.length).toBeGreaterThan(0.21);
    expect(both.length / LATENTS.length).toBeLessThan(0.29);
  });

  test('a delivery a minute later moves when they buy, not whether or for how much', () => {
    const [one, other] = [people({ responseRate: 0.3 }), people({ responseRate: 0.3 })];
    for (const { customer, at } of messages(LATENTS)) {
      const early = one.onDelivered({ customer, at });
      const late = other.onDelivered({ customer, at: at + 60_000 });
      expect(late?.amountMinor).toBe(early?.amountMinor);
      if (early !== undefined) expect(late!.paidAt - early.paidAt).toBe(60_000);
    }
  });

  test('asking in small steps gives what asking once gives', () => {
    const world = people();
    const stepped = [];
    const queue = messages(LATENTS).sort((one, other) => one.at - other.at);
    for (let now = AS_OF; now < world.until; now += 3_600_000) {
      while (queue[0] !== undefined && queue[0].at <= now) world.onDelivered(queue.shift()!);
      stepped.push(...world.ordersBetween(now, now + 3_600_000));
    }
    expect(stepped).toEqual(world.ordersBetween(AS_OF, world.until));
  });
});

describe('trueEffect', () => {
  test('is what messages bring on average over seeds: delivered share, window, delay and rate by customer included', () => {
    const rate = ({ ratePerWeek, alive }: Latent) => (alive ? Math.min(0.5, 0.05 + ratePerWeek) : 0.02);
    const confirm = ({ customerNumber }: Latent) => (customerNumber.endsWith('1') ? 0 : 0.7);
    const delay = [{ days: 0.1, share: 0.5 }, { days: 1.5, share: 0.3 }, { days: 4, share: 0.2 }];
    const settings = { responseRate: rate, responseDays: 4, responseMeanDays: 2 };
    const expected = people(settings).trueEffect({ deliveredProbability: confirm, windowDays: 3, deliveryDelayDays: delay });
    const perSeed: number[] = [];
    for (let seed = 1; seed <= 60; seed += 1) {
      const world = people({ ...settings, seed });
      let sum = 0;
      LATENTS.forEach((latent, index) => {
        // Shares laid out evenly over customers: 7 of 10 delivered, delays 5 : 3 : 2, shifted by seed so that each meets all.
        const [turn, place] = [(index + seed * 3) % 10, Math.floor(index / 10 + seed * 7) % 10];
        if (confirm(latent) === 0 || turn >= 7) return;
        const days = place < 5 ? 0.1 : place < 8 ? 1.5 : 4;
        const order = world.onDelivered({ customer: latent.customerNumber, at: AS_OF + days * DAY_MS });
        if (order !== undefined && order.paidAt <= AS_OF + 3 * DAY_MS) sum += order.amountMinor;
      });
      perSeed.push(sum / LATENTS.length);
    }
    expect(meanAndError(perSeed).error / expected.perCustomerMinor).toBeLessThan(0.05);
    expectMean(perSeed, expected.perCustomerMinor);
  });

  test('by hand: 0.8 delivered, 10 % respond, all within the window, 100 and 300 yuan', () => {
    const customers = [100_00, 300_00].map((spendMeanMinor, index) => ({ ...LATENTS[index]!, spendMeanMinor }));
    const world = people({ customers, responseRate: 0.1 });
    const effect = world.trueEffect({ deliveredProbability: 0.8, windowDays: 7, deliveryDelayDays: 1 });
    expect(effect.perCustomerMinor).toBeCloseTo(16_00, 9);
    expect(effect.totalMinor).toBeCloseTo(32_00, 9);
    expect(effect.ordersPerCustomer).toBeCloseTo(0.08, 12);
    expect(world.trueEffect({ windowDays: 7, customers: [customers[1]!.customerNumber] })).toMatchObject({ customers: 1, perCustomerMinor: 30_00 });
    expect(world.trueEffect({ windowDays: 1, deliveryDelayDays: 1 }).perCustomerMinor).toBe(0);
    expect(world.trueEffect({ windowDays: 7, customers: [] }).perCustomerMinor).toBe(0);
  });
});

describe('refusals', () => {
  test('unknown customers, customers there twice, instants outside the lifetime, shares and chances that are none', () => {
    const world = people();
    expect(world.has('nobody')).toBe(false);
    expect(() => world.onDelivered({ customer: 'nobody', at: AS_OF + 1 })).toThrow(/no customer "nobody"/);
    expect(() => people({ customers: [LATENTS[0]!, LATENTS[0]!] })).toThrow(/there twice/);
    expect(() => world.ordersBetween(AS_OF, world.until + 1)).toThrow(/outside/);
    expect(() => world.onDelivered({ customer: LATENTS[0]!.customerNumber, at: AS_OF - 1 })).toThrow(/outside/);
    expect(() => people({ days: Number.NaN })).toThrow(/days/);
    expect(() => people({ responseRate: 1.2 })).toThrow(/between 0 and 1/);
    expect(() => world.trueEffect({ windowDays: 7, deliveryDelayDays: [{ days: 1, share: 0.4 }] })).toThrow(/add up to 1/);
  });
});

describe('size', () => {
  test('100,000 customers live through 30 days in one go, everyone messaged', () => {
    const copies = Array.from({ length: 50 }, (_, copy) => copy);
    const customers = LATENTS.flatMap((latent) => copies.map((copy) => ({ ...latent, customerNumber: `${latent.customerNumber}-${copy}` })));
    const world = people({ customers });
    for (const delivery of messages(customers)) world.onDelivered(delivery);
    const orders = world.ordersBetween(AS_OF, world.until);
    expect(orders.length).toBeGreaterThan(10_000);
    expect(new Set(orders.map(({ customerNumber }) => customerNumber)).size).toBeGreaterThan(5_000);
  });
});
