import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Request } from 'playwright-core';

const quietMs = 150;
const lookEveryMs = 30;
const patienceMs = 20_000;
const traffic = new WeakMap<Page, { open: number; lastMs: number }>();

/** Counts what a page asks for, for `settled`. A stream of events never ends and does not count. */
export function countTraffic(page: Page): void {
  const counted = { open: 0, lastMs: performance.now() };
  traffic.set(page, counted);
  const step = (by: number) => (request: Request) => {
    if (request.url().endsWith('/api/jobs/events')) return;
    counted.open += by;
    counted.lastMs = performance.now();
  };
  page.on('request', step(1));
  page.on('requestfinished', step(-1));
  page.on('requestfailed', step(-1));
}

/** Waits until nothing was asked for during a moment and nothing moves any more. What turns for ever (a wheel) does not count as moving. */
export async function settled(page: Page): Promise<void> {
  const counted = traffic.get(page) ?? { open: 0, lastMs: performance.now() };
  const untilMs = performance.now() + patienceMs;
  while (counted.open > 0 || performance.now() - counted.lastMs < quietMs || await moves(page)) {
    if (performance.now() > untilMs) throw new Error(`${page.url()} does not come to rest: ${counted.open} requests are under way`);
    await sleep(lookEveryMs);
  }
}

function moves(page: Page): Promise<boolean> {
  return page.evaluate("document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity)");
}
