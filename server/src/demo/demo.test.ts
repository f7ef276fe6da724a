import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createLogger } from '../http/index.ts';
import { createRandomness, createRealClock, readConfig } from '../kernel/index.ts';
import { runDemo } from './index.ts';
import type { DemoRequest } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'homefield-demo-'));
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function demo(request: Partial<DemoRequest>) {
  const realClock = createRealClock();
  const opened = await runDemo({
    config: readConfig({ HOMEFIELD_HOME: folder }, folder), clock: realClock, realClock, randomness: createRandomness(), logger: createLogger({ level: 'silent' }),
    home: join(folder, 'demo'), request: { ordersPath: undefined, mapping: 'auto', asOf: '2026-06-30', days: 3, seed: 3, customers: 200, ...request },
  });
  await opened.close();
  const { timingsMs, ...report } = opened.report;
  return { report, truth: opened.truth, timingsMs };
}

const cdnow = fileURLToPath(new URL('../../../../shared/data/cdnow_master.csv.gz', import.meta.url));

describe('the demo', () => {
  test('the same seed gives the same report, another seed another one, and the parts add up', async () => {
    const first = await demo({});
    const { imported, rfm, sop } = first.report;
    expect(imported.customers).toBe(200);
    expect(imported.rejected).toBe(0);
    expect(Object.values(rfm.classes).reduce((sum, size) => sum + size, 0)).toBe(rfm.buyers);
    // Who entered is in exactly one place: the summary leaves nobody out.
    expect(sop.sent + sop.notConfirmed + sop.capped + sop.failed + sop.suppressed + sop.waiting).toBe(sop.enrolled - sop.heldOut);
    expect(sop.sent).toBeGreaterThan(0);
    expect(sop.heldOut).toBeGreaterThan(0);
    expect(first.truth.treated).toBe(sop.enrolled - sop.heldOut);
    expect(first.truth.delivered).toBe(sop.sent);
    const again = await demo({});
    expect(again.report).toEqual(first.report);
    expect(again.truth).toEqual(first.truth);
    expect((await demo({ seed: 4, days: 1 })).report.imported).not.toEqual(imported);
  }, 300_000);

  test.skipIf(!existsSync(cdnow))('CDNOW on 1998-07-01 gives the published rows, customers and amount, and the eight classes that an independent count gives', async () => {
    const { report } = await demo({ ordersPath: cdnow, asOf: '1998-07-01', days: 1, seed: 1 });
    expect(report.imported).toEqual({ rows: 69_659, customers: 23_570, orders: 69_659, amountMinor: 250_031_563, rejected: 0 });
    expect(report.rfm.buyers).toBe(8_312);
    expect(report.rfm.classes).toEqual({
      key_value: 1_481, key_growth: 332, key_retain: 195, key_win_back: 230, general_value: 543, general_growth: 2_345, general_retain: 125, general_win_back: 3_061,
    });
  }, 300_000);
});
