import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { drawNewCustomer, walk, type Latent } from './latent.ts';
import { CDNOW_PARAMETERS, WEEK_MS } from './parameters.ts';
import { expectMean } from './testing.ts';

const LATENT: Latent = { customerNumber: 'a', ratePerWeek: 0.5, dropoutChance: 0.2, alive: true, spendMeanMinor: 200_00 };
const WEEKS = 20;
const walks = Array.from({ length: 20_000 }, (_, index) => walk(createRandom(1, 'test', index), LATENT, 6.25, 0, WEEKS * WEEK_MS));

test('purchases of a known customer average (1 − e^(−λpt)) / p, and e^(−λpt) are still alive', () => {
  const stillAlive = Math.exp(-0.5 * 0.2 * WEEKS);
  expectMean(walks.map(({ purchases }) => purchases.length), (1 - stillAlive) / 0.2);
  expectMean(walks.map(({ alive }) => Number(alive)), stillAlive);
});

test('amounts have the customer\'s mean and the deviation mean / √p', () => {
  const amounts = walks.flatMap(({ purchases }) => purchases.map(({ amountMinor }) => amountMinor));
  expectMean(amounts, 200_00);
  expectMean(amounts.map((amount) => (amount - 200_00) ** 2), 200_00 ** 2 / 6.25);
});

test('a longer walk begins with the shorter one', () => {
  const longer = walk(createRandom(1, 'test', 7), LATENT, 6.25, 0, 100 * WEEK_MS).purchases;
  expect(longer.slice(0, walks[7]!.purchases.length)).toEqual(walks[7]!.purchases);
});

test('new customers are the published population', () => {
  const drawn = Array.from({ length: 50_000 }, (_, index) => drawNewCustomer(createRandom(1, 'test', index), 'a', CDNOW_PARAMETERS, 100));
  expectMean(drawn.map(({ ratePerWeek }) => ratePerWeek), 0.243 / 4.414);
  expectMean(drawn.map(({ dropoutChance }) => dropoutChance), 0.793 / (0.793 + 2.426));
  expectMean(drawn.map(({ spendMeanMinor }) => 1 / spendMeanMinor), 3.74 / 15.44 / 6.25 / 100);
});
