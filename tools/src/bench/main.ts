/**
 * `npm run bench [-- NAME…] [--json FILE] [--smoke]`: measurements, apart from the tests. Figures are ratios in one run against the
 * limit (the same rows by raw COPY, the same question in hand-written SQL) beside their absolute values.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

type Bench = { run(options: { size?: 'full' | 'smoke' }): Promise<Record<string, unknown>> };

/** Loaded one by one: a benchmark that is not asked for costs nothing. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  import: () => import('./import.ts'),
  log: () => import('./log.ts'),
  audience: () => import('./audience.ts'),
  lift: () => import('./lift.ts'),
  console: () => import('./console.ts'),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, smoke: { type: 'boolean', default: false } } });
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const machine = { cores: cpus().length, model: cpus()[0]?.model ?? '', memoryGib: Math.round(totalmem() / 2 ** 30), node: process.version, date: new Date().toISOString().slice(0, 10) };
const results: Record<string, unknown> = {};
for (const name of names) {
  const load = benches[name];
  if (!load) {
    console.error(`There is no benchmark "${name}". Known: ${Object.keys(benches).join(', ')}.`);
    process.exit(2);
  }
  console.log(`bench ${name}${values.smoke ? ' (smoke)' : ''}`);
  results[name] = await (await load()).run({ size: values.smoke ? 'smoke' : 'full' });
  console.log(JSON.stringify(results[name], null, 2));
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, smoke: values.smoke, results }, null, 2)}\n`);
