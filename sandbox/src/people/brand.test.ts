import { describe, expect, test } from 'vitest';
import { toCsvLines } from './brand-csv.ts';
import { inventBrand } from './brand.ts';
import { expectedPurchases } from './expectation.ts';
import { createPeople } from './future.ts';
import { CDNOW_PARAMETERS, DAY_MS } from './parameters.ts';
import { expectMean } from './testing.ts';

const FROM = Date.UTC(2024, 0, 1) - 8 * 3_600_000;
const TO = FROM + 273 * DAY_MS;
const brand = inventBrand({ seed: 4, customers: 20_000, from: FROM, to: TO });
const orders = [...brand.orders];
const hourOf = (instant: number) => new Date(instant + 8 * 3_600_000).getUTCHours();

describe('inventBrand', () => {
  test('everyone buys at least once, first purchases are spread over the period, and all lie inside it', () => {
    const firsts = new Map<string, number>();
    for (const { customerNumber, paidAt } of orders) firsts.set(customerNumber, Math.min(paidAt, firsts.get(customerNumber) ?? Infinity));
    expect(firsts.size).toBe(20_000);
    expect(orders.every(({ paidAt }) => paidAt >= FROM && paidAt < TO)).toBe(true);
    const thirds = [0, 0, 0];
    for (const first of firsts.values()) thirds[Math.floor((3 * (first - FROM)) / (TO - FROM))]! += 1;
    for (const third of thirds) expect(third / 20_000).toBeCloseTo(1 / 3, 1);
  });

  test('buys as published: the number of repeats and the mean order are those of the parameters', () => {
    // E[X(t)] averaged over ages spread evenly on (0, 39) weeks: a customer with an empty past of age 0 has bought once, just now.
    const justNow = { repeats: 0, lastWeek: 0, ageWeeks: 0 };
    let expected = 0;
    for (let half = 0; half < 78; half += 1) expected += expectedPurchases(justNow, (half + 0.5) / 2, CDNOW_PARAMETERS) / 78;
    const counts = new Map<string, number>();
    for (const { customerNumber } of orders) counts.set(customerNumber, (counts.get(customerNumber) ?? -1) + 1);
    expectMean([...counts.values()], expected);
    const firsts = orders.filter(({ customerNumber }, index) => customerNumber !== orders[index - 1]?.customerNumber);
    expectMean(firsts.map(({ amountMinor }) => amountMinor), (6.25 * 15.44 * 700) / 2.74);
    expect(orders.every(({ amountMinor }) => Number.isInteger(amountMinor) && amountMinor > 0)).toBe(true);
  });

  test('the same seed gives the same brand, and a smaller brand is the beginning of a larger one', () => {
    const small = [...inventBrand({ seed: 4, customers: 100, from: FROM, to: TO }).orders];
    expect(small).toEqual(orders.slice(0, small.length));
    expect([...brand.orders].length).toBe(orders.length);
    expect([...inventBrand({ seed: 5, customers: 100, from: FROM, to: TO }).orders]).not.toEqual(small);
  });

  test('order numbers and phones are unique, phones belong to nobody and are known for the given share', () => {
    expect(new Set(orders.map(({ orderNumber }) => orderNumber)).size).toBe(orders.length);
    const people = [...brand.people];
    const phones = people.flatMap(({ phone }) => phone ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    expect(phones.every((phone) => /^154\d{8}$/.test(phone))).toBe(true);
    expect(phones.length / people.length).toBeCloseTo(0.8, 1);
    expect(new Set(people.map(({ name }) => name)).size).toBeLessThan(people.length);
  });

  test('stores are those of the brand, a dear order is a dear product, and few buy between two and six at night', () => {
    const stores = new Set(brand.stores.map(({ name }) => name));
    expect(orders.every(({ store }) => stores.has(store))).toBe(true);
    const meanOf = (product: string) => {
      const amounts = orders.filter((order) => order.product === product).map(({ amountMinor }) => amountMinor);
      return amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
    };
    expect(meanOf('修护五件套礼盒')).toBeGreaterThan(5 * meanOf('润唇膏'));
    expect(orders.filter(({ paidAt }) => hourOf(paidAt) >= 2 && hourOf(paidAt) < 6).length / orders.length).toBeLessThan(0.02);
  });

  test('its future goes on from its truth, and dress gives an order of it the buyer that the past knows', () => {
    const people = createPeople({ seed: 4, customers: brand.latents(), asOf: TO, days: 30 });
    const next = people.baselineOrders(people.until);
    const { customerNumber, orderNumber, paidAt, amountMinor } = next[0]!;
    const { name, city } = orders.find((order) => order.customerNumber === customerNumber)!;
    const order = { customerNumber, orderNumber, paidAt, amountMinor };
    expect(brand.dress(order)).toMatchObject({ ...order, name, city });
    expect(() => brand.dress({ ...order, customerNumber: 'M0020001' })).toThrow(/not a customer/);
  });

  test('moneyScale changes amounts and nothing else', () => {
    const at = (moneyScale: number) => [...inventBrand({ seed: 4, customers: 50, from: FROM, to: TO, moneyScale, trade: 'tea' }).orders];
    const [one, ten] = [at(700), at(7_000)];
    expect(ten.map((order) => ({ ...order, amountMinor: 0 }))).toEqual(one.map((order) => ({ ...order, amountMinor: 0 })));
    for (const [index, { amountMinor }] of ten.entries()) expect(Math.abs(amountMinor - 10 * one[index]!.amountMinor)).toBeLessThanOrEqual(5);
  });

  test('refuses a period that ends before it begins and a number of customers that is none', () => {
    expect(() => inventBrand({ seed: 1, customers: 1, from: TO, to: FROM })).toThrow(/must be after/);
    expect(() => inventBrand({ seed: 1, customers: 1.5, from: FROM, to: TO })).toThrow(/whole number/);
  });
});

describe('toCsvLines', () => {
  test('writes local times, two decimals, empty phones and quotes what needs quotes', () => {
    const order = {
      customerNumber: 'M1', orderNumber: 'D1', paidAt: Date.UTC(2025, 0, 31, 16, 5, 9), amountMinor: 12305,
      name: '王,"静"', city: '上海', store: '小程序商城', product: '面霜',
    };
    expect([...toCsvLines([order], 480)]).toEqual([
      '订单号,会员号,姓名,手机号,城市,门店,商品,支付时间,实付金额',
      'D1,M1,"王,""静""",,上海,小程序商城,面霜,2025-02-01 00:05:09,123.05',
    ]);
  });
});
