import { basename } from 'node:path';
import { createRunner, projectorWorker } from '../engines/index.ts';
import { importOrders } from '../orders/index.ts';
import type { ImportOptions } from '../orders/index.ts';
import type { Product } from '../wiring.ts';

type Request = Pick<ImportOptions, 'workspaceId' | 'mapping' | 'columns' | 'dateOrder' | 'onProgress'> & { path: string; fileName?: string };

/** Imports while the projector carries the events over beside it, and ends when ClickHouse has them all. */
export async function importWithProjector(product: Product, { path, fileName = basename(path), ...request }: Request) {
  // A failure of the projector is reported by the drain below, which repeats the batch.
  const runner = createRunner({ onError: () => undefined });
  runner.add(projectorWorker(product.engines));
  runner.start();
  try {
    return await importOrders(product.importDeps, { ...request, input: { path }, fileName });
  } finally {
    await runner.stop();
    await product.engines.projector.drain();
  }
}
