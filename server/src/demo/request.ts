import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem } from '../kernel/index.ts';
import { mappingNames } from '../orders/index.ts';

export const DemoOptionInvalid = problem('demo_option_invalid', 422, {
  en: '--{name} {value} cannot be used: {why}.',
  zh: '--{name} {value} 无法使用：{why}。',
});

/** What the demo is asked to do. */
export type DemoRequest = {
  /** A file of orders, or undefined: the sandbox invents a brand. */
  ordersPath: string | undefined;
  mapping: string;
  /** `1998-07-01`: the demo begins at 00:00 of that day in the brand's zone. Undefined: the day after the last order. */
  asOf: string | undefined;
  days: number;
  seed: number;
  /** People whom the sandbox invents when there is no file. */
  customers: number;
};

export const demoDefaults = { days: 30, seed: 1, customers: 6_000 } as const;
const daysMax = 365;

/** Checks the options of the command line. Refuses each wrong one with its name and what would be right. */
export function readDemoRequest(text: { orders?: string | undefined; asOf?: string | undefined; days?: string | undefined; seed?: string | undefined; mapping?: string | undefined }, folder: string): DemoRequest {
  const ordersPath = text.orders === undefined ? undefined : resolve(folder, text.orders);
  if (ordersPath !== undefined && !(existsSync(ordersPath) && statSync(ordersPath).isFile())) throw DemoOptionInvalid({ name: 'orders', value: ordersPath, why: 'there is no such file' });
  if (text.asOf !== undefined && !isDay(text.asOf)) throw DemoOptionInvalid({ name: 'as-of', value: text.asOf, why: 'write a day like 2026-06-30' });
  const mapping = text.mapping ?? 'auto';
  if (!mappingNames.includes(mapping)) throw DemoOptionInvalid({ name: 'mapping', value: mapping, why: `known are ${mappingNames.join(', ')}` });
  return {
    ordersPath, mapping, asOf: text.asOf, customers: demoDefaults.customers,
    days: whole('days', text.days, demoDefaults.days, 1, daysMax),
    seed: whole('seed', text.seed, demoDefaults.seed, 0, 999_999),
  };
}

function whole(name: string, text: string | undefined, fallback: number, least: number, most: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw DemoOptionInvalid({ name, value: text, why: `a whole number from ${least} to ${most}` });
  return value;
}

function isDay(text: string): boolean {
  const instant = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(instant) && new Date(instant).toISOString().startsWith(text);
}
