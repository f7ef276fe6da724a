import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HomeInUse } from '../engines/index.ts';
import { createRealClock, createStopwatch, isProblem, problem } from '../kernel/index.ts';
import { importWithProjector } from '../demo/index.ts';
import { guessMapping, mappingNames, readRenamed } from '../orders/index.ts';
import { createProduct } from '../wiring.ts';
import type { Product, ProductOptions } from '../wiring.ts';
import type { Terminal } from './terminal.ts';

export const FileMissing = problem('file_missing', 404, {
  en: 'There is no file {path}.',
  zh: '找不到文件 {path}。',
});
export const FileIsFolder = problem('file_is_folder', 422, {
  en: '{path} is a folder. Name the file of orders in it.',
  zh: '{path} 是一个文件夹。请指定其中的订单文件。',
});
export const ImportBesideProduct = problem('import_beside_product', 500, {
  en: 'Homefield is running on the data folder {home}. Import without stopping it: in the console (Customers → Import orders), or with POST /api/imports/orders. Or stop it and run this command again.',
  zh: '数据目录 {home} 上的 Homefield 正在运行。无需停止即可导入：在后台“客户 → 导入订单”上传，或调用 POST /api/imports/orders。也可以停止后再运行本命令。',
});
export const ColumnsDoNotFit = problem('columns_do_not_fit', 422, {
  en: 'With the mapping {mapping} no column was recognized for: {field}. Columns of the file: {columns}. {advice}',
  zh: '按字段映射 {mapping} 没有找到这一列：{fieldZh}。文件中的列：{columns}。{adviceZh}',
});
export const DateOrderUnknown = problem('date_order_unknown', 422, {
  en: '--date-order is day-first or month-first, not "{text}".',
  zh: '--date-order 只能是 day-first（日/月）或 month-first（月/日），不能是“{text}”。',
});
export const MappingUnknown = problem('mapping_unknown', 422, {
  en: 'There is no mapping "{name}". Known: {known}.',
  zh: '没有名为“{name}”的字段映射。可用：{known}。',
});

export type ImportRequest = { file: string; mapping: string; json: boolean; dateOrder: string | undefined; columns: string | undefined };

/** `homefield import orders FILE --mapping NAME [--json]`: imports into the only brand of the installation, made when there is none. */
export async function importCommand(options: ProductOptions, terminal: Terminal, request: ImportRequest): Promise<number> {
  const path = resolve(request.file);
  if (existsSync(path) && statSync(path).isDirectory()) throw FileIsFolder({ path });
  if (!existsSync(path) || !statSync(path).isFile()) throw FileMissing({ path });
  const reading = readingOf(request);
  if (!mappingNames.includes(request.mapping)) throw MappingUnknown({ name: request.mapping, known: mappingNames.join(', ') });
  // As the demo does: the columns of a known data set are read by its own mapping.
  const mapping = request.mapping === 'auto' ? await guessMapping(path) : request.mapping;
  if (mapping !== request.mapping && !request.json) terminal.say(`文件的列符合字段映射 ${mapping}，按它导入。`, `The columns are those of the mapping ${mapping}; it is used.`);
  const product = await openProduct(options);
  try {
    const stopwatch = createStopwatch();
    const outcome = await importWithProjector(product, {
      workspaceId: await onlyWorkspace(product), path, mapping, ...reading,
      onProgress: ({ done, total }) => {
        if (!request.json && process.stderr.isTTY) process.stderr.write(`\r${done.toLocaleString('en')} / ${total.toLocaleString('en')}`);
      },
    });
    const { rows, imported, rejected, unchanged, customers, orders, refunds, amountMinor, errorFile, ignoredColumns, incomplete, unreadRefundColumns } = outcome;
    if (request.json) terminal.line(JSON.stringify({ mapping, rows, imported, rejected, unchanged, customers, orders, refunds, amountMinor, errorFile, ignoredColumns, incomplete, unreadRefundColumns }));
    else {
      const seconds = Math.round(stopwatch.elapsedMs() / 100) / 10;
      terminal.say(
        `${rows} 行：导入 ${imported}，未变化 ${unchanged}，拒绝 ${rejected}；${customers} 位客户，${orders} 笔订单，${refunds} 笔退款。用时 ${seconds} 秒。`,
        `${rows} rows: ${imported} imported, ${unchanged} unchanged, ${rejected} rejected; ${customers} customers, ${orders} orders, ${refunds} refunds. ${seconds} s.`);
      if (ignoredColumns.length > 0) terminal.say(`没有用到的列：${ignoredColumns.join('、')}。`, `Columns that nothing was read from: ${ignoredColumns.join(', ')}.`);
      if (unreadRefundColumns.length > 0) terminal.say(`注意：${unreadRefundColumns.join('、')} 像是退款，但没有读取退款金额，净销售额和分层可能偏高。`, `Note: ${unreadRefundColumns.join(', ')} may tell of refunds, but no amount refunded was read: net sales and classes may be too high.`);
      if (incomplete > 0) terminal.say(`${incomplete} 行的订单已导入，但缺少退款金额。`, `${incomplete} rows: the order is in, but how much of it was refunded is not known.`);
      if (errorFile) terminal.say(`被拒绝的行在 ${errorFile}，改好后再导入即可。`, `The rejected lines are in ${errorFile}: correct them and import that file.`);
    }
    return 0;
  } catch (error) {
    throw await inWordsOfCommand(error, path, mapping);
  } finally {
    await product.engines.close();
  }
}

function readingOf({ dateOrder, columns }: ImportRequest) {
  if (dateOrder !== undefined && dateOrder !== 'day-first' && dateOrder !== 'month-first') throw DateOrderUnknown({ text: dateOrder });
  return { ...(dateOrder ? { dateOrder } as const : {}), ...(columns === undefined ? {} : { columns: readRenamed(columns) }) };
}

/** A product that runs takes imports itself: there is no need to stop it. */
async function openProduct(options: ProductOptions): Promise<Product> {
  try {
    return await createProduct({ ...options, clock: createRealClock() });
  } catch (error) {
    throw isProblem(error) && error.code === HomeInUse.code ? ImportBesideProduct({ home: options.config.home }, { cause: error }) : error;
  }
}

/** The import advises by what a request can say; a command says it in another way. */
async function inWordsOfCommand(error: unknown, path: string, mapping: string): Promise<unknown> {
  if (!isProblem(error) || error.code !== 'import_column_missing') return error;
  const { field = '', fieldZh = '', columns = '', example = '' } = error.params;
  const fitting = await guessMapping(path);
  const advised = fitting === mapping ? {
    advice: `Say which it is, such as --columns '${String(example)}', or rename the column in the first line of the file.`,
    adviceZh: `请指定是哪一列，例如 --columns '${String(example)}'，或修改文件第一行的列名。`,
  } : { advice: `Try --mapping ${fitting}.`, adviceZh: `请试试 --mapping ${fitting}。` };
  return ColumnsDoNotFit({ mapping, field, fieldZh, columns, ...advised }, { cause: error });
}

/** The brand of an installation that has one; a new installation gets one that its first owner takes over. */
async function onlyWorkspace({ db, organization }: Product): Promise<bigint> {
  const rows = await db.asEngine((tx) => tx.query<{ workspace_id: bigint }>('select workspace_id from workspace order by workspace_id limit 2'));
  if (rows.length > 1) throw new Error('This installation has several brands; import through the console or the API.');
  return rows[0]?.workspace_id ?? organization.workspaces.create({ name: '我的品牌' });
}
