import { basename } from 'node:path';
import { createRunner, projectorWorker } from '../engines/index.ts';
import { importOrders } from '../orders/index.ts';
import type { Product } from '../wiring.ts';

/** Imports while the projector carries the events over beside it, and ends when ClickHouse has them all. */
export async function importWithProjector(product: Product, request: { workspaceId: bigint; path: string; mapping: string; fileName?: string; onProgress?: (progress: { done: number; total: number }) => void }) {
  // A failure of the projector is reported by the drain below, which repeats the batch.
  const runner = createRunner({ onError: () => undefined });
  runner.add(projectorWorker(product.engines));
  runner.start();
  try {
    return await importOrders(product.importDeps, {
      workspaceId: request.workspaceId, input: { path: request.path }, mapping: request.mapping, fileName: request.fileName ?? basename(request.path),
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
    });
  } finally {
    await runner.stop();
    await product.engines.projector.drain();
  }
}
