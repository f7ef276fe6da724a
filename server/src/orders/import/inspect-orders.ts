import { createRowReader, isReason } from './row-reader.ts';
import { findColumns } from './columns.ts';
import { mappingOf, mappingNames } from './mappings.ts';
import type { Mapping } from './mappings.ts';
import { inspectFile, readRecords } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import { surveyFile } from './survey.ts';

/** What a file of orders is, before it is imported. */
export type Inspection = { mapping: string; rows: number; lastOrderAtMs: number };

/**
 * The mapping whose columns a file has: the one of a known data set when all its columns are there by name, else `auto`.
 */
export async function guessMapping(path: string): Promise<string> {
  return guess(await inspectFile(path));
}

function guess(file: SourceFile): string {
  const header = new Set(file.header.map((name) => name.toLowerCase()));
  const has = (mapping: Mapping) => Object.values(mapping.columns).every((names) => names.some((name) => header.has(name.toLowerCase())));
  return mappingNames.find((name) => name !== 'auto' && has(mappingOf(name))) ?? 'auto';
}

/** Reads the whole file for the time of its last order (about 300,000 rows a second). Lines that cannot be read do not count. */
export async function inspectOrders(path: string, options: { mapping: string; zone: string; currency: string; nowMs: number }): Promise<Inspection> {
  const file = await inspectFile(path);
  const mapping = mappingOf(options.mapping === 'auto' ? guess(file) : options.mapping);
  const columns = findColumns(file.header, mapping);
  const survey = await surveyFile(file, columns, mapping, {});
  const reader = createRowReader({ header: file.header, columns, mapping, zone: options.zone, currency: options.currency, dateOrder: survey.dateOrder, nowMs: options.nowMs });
  let lastOrderAtMs = Number.NEGATIVE_INFINITY;
  for await (const records of readRecords(file)) {
    for (const record of records) {
      // A line of an order with several is read by itself: only its time is wanted.
      if (mapping.orders === 'lines' && isReason(reader.readLine(record))) continue;
      const told = mapping.orders === 'lines' ? reader.readGroup([record]) : reader.read(record);
      if (!isReason(told)) lastOrderAtMs = Math.max(lastOrderAtMs, told.kind === 'order' ? told.orderedAtMs : told.refundedAtMs);
    }
  }
  return { mapping: mapping.name, rows: survey.rows, lastOrderAtMs };
}
