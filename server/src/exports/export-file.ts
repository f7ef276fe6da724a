import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const idBytes = 8;

/** The two files of an export: which rows, and the rows themselves. */
export type ExportPaths = { ids: string; data: string };

export function exportPaths(folder: string, jobId: bigint): ExportPaths {
  return { ids: join(folder, `${jobId}.ids`), data: join(folder, `${jobId}.csv`) };
}

export async function removeExport({ ids, data }: ExportPaths): Promise<void> {
  await Promise.all([rm(ids, { force: true }), rm(data, { force: true })]);
}

/** Keeps which rows are exported, 8 bytes each: a restart goes on with the same ones. Whole or not there. */
export async function keepIds(folder: string, { ids: path }: ExportPaths, ids: readonly bigint[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.alloc(ids.length * idBytes);
  ids.forEach((id, index) => bytes.writeBigInt64LE(id, index * idBytes));
  await writeFile(`${path}.part`, bytes, { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
}

export type KeptIds = { count: number; read(from: number, limit: number): Promise<bigint[]>; close(): Promise<void> };

/** Undefined when they are not there (another machine, a folder that was emptied). */
export async function openIds({ ids }: ExportPaths): Promise<KeptIds | undefined> {
  const file = await open(ids, 'r').catch(() => undefined);
  if (!file) return undefined;
  const count = Math.floor((await file.stat()).size / idBytes);
  return {
    count, close: () => file.close(),
    async read(from, limit) {
      const length = Math.max(0, Math.min(limit, count - from));
      const { buffer } = await file.read(Buffer.alloc(length * idBytes), 0, length * idBytes, from * idBytes);
      return Array.from({ length }, (_, index) => buffer.readBigInt64LE(index * idBytes));
    },
  };
}

/** Opens the data at a length: what was written after the checkpoint is cut off. Undefined when the file is shorter. */
export async function openData({ data }: ExportPaths, bytes: number): Promise<FileHandle | undefined> {
  const file = await open(data, bytes === 0 ? 'w+' : 'r+', 0o600).catch(() => undefined);
  if (!file) return undefined;
  if ((await file.stat()).size < bytes) {
    await file.close();
    return undefined;
  }
  await file.truncate(bytes);
  return file;
}
