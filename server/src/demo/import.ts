import { basename } from 'node:path';
import { importOrders } from '../orders/index.ts';
import { projectorBatchMax } from '../engines/index.ts';
import type { Product } from '../wiring.ts';

/** Small inserts over many months cost ClickHouse three times the CPU of large ones. */
const restMs = 400;

/** Imports while the projector carries the events over beside it, and ends when ClickHouse has them all. */
export async function importWithProjector(product: Product, request: { workspaceId: bigint; path: string; mapping: string; fileName?: string; onProgress?: (progress: { done: number; total: number }) => void }) {
  const { projector } = product.engines;
  let reading = true;
  const carrying = (async () => {
    while (reading) if ((await projector.step()) < projectorBatchMax) await new Promise((wake) => { setTimeout(wake, restMs); });
  })();
  // Its failure is reported by the drain below, which repeats the batch.
  carrying.catch(() => undefined);
  try {
    return await importOrders(product.importDeps, {
      workspaceId: request.workspaceId, input: { path: request.path }, mapping: request.mapping, fileName: request.fileName ?? basename(request.path),
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
    });
  } finally {
    reading = false;
    await carrying.catch(() => undefined);
    await projector.drain();
  }
}
