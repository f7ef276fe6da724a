import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { createRandomness, createVirtualClock, readConfig } from '../kernel/index.ts';
import type { VirtualClock } from '../kernel/index.ts';
import { createProduct, openHttp } from '../wiring.ts';
import type { Product } from '../wiring.ts';
import { freshHome, testStartMs } from './engines.ts';

export type TestProduct = { product: Product; app: HttpServer; clock: VirtualClock; close(): Promise<void> };

/** The product as it is wired, with every route, in virtual time. Once per test file. */
export async function startTestProduct(): Promise<TestProduct> {
  const home = await freshHome();
  const clock = createVirtualClock(testStartMs);
  const options = {
    config: readConfig({ HOMEFIELD_HOME: home, HOMEFIELD_LOG_LEVEL: 'silent' }, home), clock, realClock: clock, randomness: createRandomness(),
    logger: createLogger({ level: 'silent' }), consoleFolder: join(home, 'console'), virtualTime: true,
  };
  const product = await createProduct(options);
  const app = await openHttp(product, options);
  await app.ready();
  return {
    product, app, clock,
    async close() {
      await app.close();
      await product.engines.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
