/** `npm run soak [-- NAME]`: the long forms of tests whose short forms are in `npm test`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { crashTest } from './crash.ts';

const soaks: Readonly<Record<string, () => Promise<boolean>>> = {
  async crash() {
    const result = await crashTest({ kills: 50, events: 100_000, perSecond: 1_500, seed: 1, say: (text) => console.log(`  ${text}`) });
    console.log(JSON.stringify(result, null, 2));
    return [result.postgres, result.clickhouse].every(({ count, distinct }) => count === result.events && distinct === result.events) && result.parked === 0;
  },
  /** Every route of the console in both languages, both themes, at the desk and on the phone. */
  looks: () => longTest('journeys/shell-access'),
  /** Names and networks that no form was made for, at the desk too. */
  'bad-input': () => longTest('journeys/bad-input'),
  pages: () => longTest('journeys/console.test'),
  pictures: () => longTest('journeys/style-page'),
  /** Every line of the published data. */
  published: () => longTest('import/published-data'),
  /** How often the interval around a lift holds the truth. */
  lift: () => longTest('insights/lift-coverage'),
  /** Random histories against an independent count. */
  agreement: () => longTest('models/models.test', 'insights/sop-result', 'rule/agreement'),
};

/** Tests in their long form. */
function longTest(...paths: string[]): Promise<boolean> {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('../test.ts', import.meta.url)), ...paths], { stdio: 'inherit', env: { ...process.env, HOMEFIELD_LONG: '1' } });
  return Promise.resolve(status === 0);
}

const wanted = process.argv.slice(2);
let good = true;
for (const [name, run] of Object.entries(soaks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`soak ${name}`);
  const passed = await run();
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  good &&= passed;
}
process.exit(good ? 0 : 1);
