import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { ImportFileEmpty, ImportFileUnreadable } from '../problems.ts';
import { createCsvParser, createHeaderCut, detectDelimiter } from './csv.ts';
import type { CsvRecord } from './csv.ts';
import { createDecoder, detectEncoding, storable } from './encoding.ts';
import type { Encoding } from './encoding.ts';

/** How a file has to be read, found out from its first megabyte. */
export type SourceFile = { path: string; gzip: boolean; encoding: Encoding; delimiter: string; lineBreak: '\n' | '\r'; header: string[] };

const headBytes = 1_048_576;
const chunkBytes = 262_144;

/** Looks at the file: packed or not (by its first two bytes), encoding, delimiter, names of the columns. Refuses what is no table of text. */
export async function inspectFile(path: string): Promise<SourceFile> {
  const bytes = await readHead(path);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const head = (gzip ? unpackHead(bytes) : bytes).subarray(0, headBytes);
  if (head.length === 0) throw ImportFileEmpty();
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3) throw ImportFileUnreadable({ why: 'it is an Excel workbook or ZIP archive; save it as CSV first / 这是 Excel 工作簿或压缩包，请先另存为 CSV' });
  const encoding = detectEncoding(head);
  if (!encoding) throw ImportFileUnreadable({ why: 'its text is neither UTF-8, GBK (GB18030) nor UTF-16 / 编码不是 UTF-8、GBK（GB18030）或 UTF-16' });
  const text = createDecoder(encoding).write(Buffer.from(head));
  if (!isText(text)) throw ImportFileUnreadable({ why: 'it is no text: pictures, workbooks and archives cannot be read; save the orders as CSV / 这不是文本文件（可能是图片、工作簿或压缩包），请另存为 CSV' });
  const lineBreak = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const firstLine = text.split(lineBreak).find((line) => line.trim() !== '') ?? '';
  const delimiter = detectDelimiter(firstLine);
  const parser = createCsvParser({ delimiter, lineBreak });
  const [first] = [...parser.push(text.slice(0, 65_536)), ...parser.end()];
  if (!first || first.trouble) throw ImportFileEmpty();
  return { path, gzip, encoding, delimiter, lineBreak, header: first.cells.map((cell) => cell.trim()) };
}

/** Text holds hardly any control characters besides tabs and line ends; an executable or a picture is full of them. */
function isText(text: string): boolean {
  const sample = text.slice(0, 65_536);
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return strange * 50 <= sample.length;
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => { throw ImportFileUnreadable({ why: error instanceof Error ? error.message.split(',')[0] ?? '' : String(error) }); });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unpackHead(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1_200_000_000 });
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): Error {
  return ImportFileUnreadable({ why: `the packed file is damaged or cut off / 压缩文件已损坏或不完整 (${error instanceof Error ? error.message : String(error)})` }, { cause: error });
}

/** Records of the file in portions, the header left out. */
export async function* readRecords(file: SourceFile): AsyncGenerator<CsvRecord[]> {
  const parser = createCsvParser(file);
  const withoutHeader = createHeaderCut();
  const decoder = createDecoder(file.encoding);
  for await (const bytes of readBytes(file)) {
    const records = withoutHeader(parser.push(storable(decoder.write(bytes))));
    if (records.length > 0) yield records;
  }
  const records = withoutHeader([...parser.push(storable(decoder.end())), ...parser.end()]);
  if (records.length > 0) yield records;
}

/** The bytes of the file, unpacked. `onBytes` sees them as they are stored (for the content hash). */
export async function* readBytes(file: SourceFile, onBytes?: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path, { highWaterMark: chunkBytes });
  if (!file.gzip) {
    for await (const bytes of raw as AsyncIterable<Buffer>) {
      onBytes?.(bytes);
      yield bytes;
    }
    return;
  }
  if (onBytes) raw.on('data', (bytes) => onBytes(bytes as Buffer));
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  raw.on('error', (error) => gunzip.destroy(error));
  raw.pipe(gunzip);
  try {
    for await (const bytes of gunzip as AsyncIterable<Buffer>) yield bytes;
  } catch (error) {
    throw unreadable(error);
  } finally {
    raw.destroy();
    gunzip.destroy();
  }
}

/** Keeps an upload in a file: it is read twice (survey, then import), and again after a crash. */
export async function keepStream(stream: Readable, path: string, signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'w', 0o600);
  await pipeline(stream, file.createWriteStream(), signal ? { signal } : {});
}
