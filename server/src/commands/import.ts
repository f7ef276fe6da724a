import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRealClock, createStopwatch, problem } from '../kernel/index.ts';
import { importWithProjector } from '../demo/index.ts';
import { mappingNames } from '../orders/index.ts';
import { createProduct } from '../wiring.ts';
import type { Product, ProductOptions } from '../wiring.ts';
import type { Terminal } from './terminal.ts';

export const FileMissing = problem('file_missing', 404, {
  en: 'There is no file {path}.',
  zh: '找不到文件 {path}。',
});
export const MappingUnknown = problem('mapping_unknown', 422, {
  en: 'There is no mapping "{name}". Known: {known}.',
  zh: '没有名为“{name}”的字段映射。可用：{known}。',
});

/** `homefield import orders FILE --mapping NAME [--json]`: imports into the only brand of the installation, made when there is none. */
export async function importCommand(options: ProductOptions, terminal: Terminal, request: { file: string; mapping: string; json: boolean }): Promise<number> {
  const path = resolve(request.file);
  if (!existsSync(path) || !statSync(path).isFile()) throw FileMissing({ path });
  if (!mappingNames.includes(request.mapping)) throw MappingUnknown({ name: request.mapping, known: mappingNames.join(', ') });
  const product = await createProduct({ ...options, clock: createRealClock() });
  try {
    const stopwatch = createStopwatch();
    const outcome = await importWithProjector(product, {
      workspaceId: await onlyWorkspace(product), path, mapping: request.mapping,
      onProgress: ({ done, total }) => {
        if (!request.json && process.stderr.isTTY) process.stderr.write(`\r${done.toLocaleString('en')} / ${total.toLocaleString('en')}`);
      },
    });
    const { rows, imported, rejected, unchanged, customers, orders, refunds, amountMinor, errorFile } = outcome;
    if (request.json) terminal.line(JSON.stringify({ rows, imported, rejected, unchanged, customers, orders, refunds, amountMinor, errorFile }));
    else {
      const seconds = Math.round(stopwatch.elapsedMs() / 100) / 10;
      terminal.say(
        `${rows} 行：导入 ${imported}，未变化 ${unchanged}，拒绝 ${rejected}；${customers} 位客户，${orders} 笔订单，${refunds} 笔退款。用时 ${seconds} 秒。`,
        `${rows} rows: ${imported} imported, ${unchanged} unchanged, ${rejected} rejected; ${customers} customers, ${orders} orders, ${refunds} refunds. ${seconds} s.`);
      if (errorFile) terminal.say(`被拒绝的行在 ${errorFile}，改好后再导入即可。`, `The rejected lines are in ${errorFile}: correct them and import that file.`);
    }
    return 0;
  } finally {
    await product.engines.close();
  }
}

/** The brand of an installation that has one; a new installation gets one that its first owner takes over. */
async function onlyWorkspace({ db, organization }: Product): Promise<bigint> {
  const rows = await db.asEngine((tx) => tx.query<{ workspace_id: bigint }>('select workspace_id from workspace order by workspace_id limit 2'));
  if (rows.length > 1) throw new Error('This installation has several brands; import through the console or the API.');
  return rows[0]?.workspace_id ?? organization.workspaces.create({ name: '我的品牌' });
}
