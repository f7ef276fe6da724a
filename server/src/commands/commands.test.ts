import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshHome } from '../testing/engines.ts';
import { complainAbout, createTerminal, readArguments, runCommand } from './index.ts';
import type { Terminal } from './terminal.ts';

const bin = fileURLToPath(new URL('../../bin/homefield.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'homefield-commands-'));
chmodSync(folder, 0o711);
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// Homes whose first start is not what is looked at.
beforeAll(async () => { for (const home of ['shown-last', 'killed', 'busy', 'keyless', 'imported']) await freshHome(join(folder, home)); }, 60_000);

const environment = (home: string) => ({ ...process.env, HOMEFIELD_HOME: join(folder, home), HOMEFIELD_PORT: '0', HOMEFIELD_LOG_LEVEL: 'silent', LANG: 'en_US.UTF-8', LC_ALL: '' });
const run = (home: string, ...args: string[]) => runWith({}, home, ...args);
const runWith = (settings: Record<string, string>, home: string, ...args: string[]) => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', bin, ...args], { env: { ...environment(home), ...settings }, cwd: folder, encoding: 'utf8', timeout: 120_000 });

/** Starts the product and waits for the line with its address. */
async function start(home: string, settings: Record<string, string> = {}): Promise<{ child: ChildProcess; address: string; output: () => string; ended: Promise<number | string> }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bin, 'start'], { env: { ...environment(home), ...settings }, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  const ended = new Promise<number | string>((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code ?? 1)); });
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /(?:Homefield runs: |主场已启动：)(\S+)/.exec(output);
      if (found?.[1] && output.includes('Ctrl-C')) resolve(found[1]);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, address, output: () => output, ended };
}

const pidIn = (home: string, file: string) => Number(readFileSync(join(folder, home, file), 'utf8').split('\n')[0]);
const isReady = async (address: string) => (await fetch(`${address}/readyz`)).status === 200;

describe('homefield start', () => {
  test('it says where and how to sign in, refuses a second one on the same data, and stops cleanly when asked', async () => {
    const first = await start('plain');
    expect(first.output()).toMatch(/open http:\/\/127\.0\.0\.1:\d+\/setup\?token=\S{40,}/);
    expect(await isReady(first.address)).toBe(true);
    const second = run('plain', 'start');
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('Another Homefield is running on the data folder');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('everything is kept');
    expect(existsSync(join(folder, 'plain', 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  }, 180_000);

  test.each([['en_US.UTF-8', 'Ctrl-C stops it.'], ['zh_CN.UTF-8', 'Ctrl-C 停止。']])('in %s the way in is the last thing that the terminal shows, also when pages were read', async (language, last) => {
    const { child, address, output, ended } = await start('shown-last', { HOMEFIELD_LOG_LEVEL: 'info', LANG: language });
    for (const path of ['/', '/favicon.ico', '/setup', '/readyz']) await (await fetch(`${address}${path}`)).arrayBuffer();
    // A change is told as ever, behind the banner; when it is there, so is everything that came before it.
    await fetch(`${address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: address }, body: '{}' });
    await expect.poll(output, { timeout: 20_000 }).toContain('"method":"POST"');
    const [before = '', behind = ''] = output().split(last);
    expect(before).toContain('"msg":"listening"');
    expect(before).toContain('/setup?token=');
    expect(behind.trim().split('\n').filter((line) => !line.includes('"method":"POST"') && !line.includes('"status":404'))).toEqual([]);
    child.kill('SIGTERM');
    await ended;
  }, 120_000);

  test('after a SIGKILL of the server alone, of its database alone, and of everything, it comes back without a hand', async () => {
    const first = await start('killed');
    const account = { setupToken: /token=(\S+)/.exec(first.output())?.[1], name: '王负责', email: 'owner@brand.example', password: 'a long password', workspaceName: '朝露' };
    const made = await fetch(`${first.address}/api/first-owner`, { method: 'POST', headers: { 'content-type': 'application/json', origin: first.address }, body: JSON.stringify(account) });
    expect(made.status).toBe(200);
    process.kill(pidIn('killed', 'postgres/data/postmaster.pid'), 'SIGKILL');
    // Ready three times in a row: the first answers may still come from before the death was noticed.
    let ready = 0;
    for (let tries = 0; ready < 3 && tries < 150; tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      ready = (await isReady(first.address)) ? ready + 1 : 0;
    }
    expect(ready).toBe(3);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await start('killed');
    expect(second.output()).toContain('Sign in with your e-mail and password');
    for (const file of ['postgres/data/postmaster.pid', 'clickhouse/child.pid']) process.kill(pidIn('killed', file), 'SIGKILL');
    second.child.kill('SIGKILL');
    await second.ended;
    const third = await start('killed');
    const { email, password } = account;
    const signedIn = await fetch(`${third.address}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: third.address }, body: JSON.stringify({ email, password }) });
    expect(signedIn.status).toBe(200);
    // Nobody else could help an owner who is alone; the data are its own only when the product is not.
    const reset = () => run('killed', 'reset-password', email.toUpperCase());
    expect(reset().stderr).toContain('Another Homefield is running on the data folder');
    third.child.kill('SIGTERM');
    await third.ended;
    expect(reset().stdout).toMatch(/朝露: http:\/\/\S+\/reset-password#[\w-]{43}$/m);
  }, 240_000);

  test('a port in use is one sentence, and a misspelled setting is refused with the right one', () => {
    const wrong = spawnSync(process.execPath, [bin, 'start'], { env: { ...environment('x'), HOMEFIELD_PROT: '1' }, encoding: 'utf8' });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('Did you mean HOMEFIELD_PORT?');
    expect(wrong.stderr).not.toContain('at ');
  });
});

describe('while the product runs', () => {
  let product: Awaited<ReturnType<typeof start>>;
  let port = '';
  beforeAll(async () => {
    product = await start('busy');
    port = new URL(product.address).port;
  }, 120_000);
  afterAll(async () => {
    product.child.kill('SIGTERM');
    await product.ended;
  });

  test('the doctor says that it runs and is healthy', () => {
    const { status, stdout } = runWith({ HOMEFIELD_PORT: port }, 'busy', 'doctor');
    expect(stdout).toContain(`✓ Homefield is running and healthy (${product.address})`);
    expect(stdout).not.toMatch(/^[!✗] Port/m);
    expect(stdout).not.toContain('Another Homefield');
    expect(status).toBe(0);
    expect(runWith({ HOMEFIELD_PORT: port, LANG: 'zh_CN.UTF-8' }, 'busy', 'doctor').stdout).toContain('✓ Homefield 正在运行且状态正常');
  });

  test('the doctor still fails where it does not answer, and where the engines are to be adopted', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
    const wrong = String((other.address() as AddressInfo).port);
    other.close();
    for (const [at, ...args] of [[wrong, 'doctor'], [port, 'doctor', '--adopt']] as const) {
      const { status, stdout } = runWith({ HOMEFIELD_PORT: at }, 'busy', ...args);
      expect(stdout).toContain('✗ Another Homefield is running on the data folder');
      expect(status).toBe(1);
    }
  });

  test('an import says how to do it without stopping the product', () => {
    writeFileSync(join(folder, 'beside.csv'), '订单号,会员号,支付时间,实付金额\nA1,M1,2026-01-05 10:00,12.50\n');
    const { status, stderr } = run('busy', 'import', 'orders', 'beside.csv');
    expect(status).toBe(1);
    expect(stderr).toMatch(/Homefield is running on the data folder .*Customers → Import orders.*POST \/api\/imports\/orders/);
    expect(runWith({ LANG: 'zh_CN.UTF-8' }, 'busy', 'import', 'orders', 'beside.csv').stderr).toContain('客户 → 导入订单');
  });
});

describe('homefield doctor', () => {
  test('a key that is missing beside its database fails the check with the file to bring back', () => {
    expect(run('keyless', 'doctor').stdout).toContain('✓ The log fits its database');
    rmSync(join(folder, 'keyless', 'secret.key'));
    const { status, stdout } = run('keyless', 'doctor');
    expect(status).toBe(1);
    expect(stdout).toContain(`✗ The key ${join(folder, 'keyless', 'secret.key')} is missing`);
    expect(existsSync(join(folder, 'keyless', 'secret.key'))).toBe(false);
  }, 60_000);
});

describe('homefield import', () => {
  test('a file arrives once however often it is imported, and the answer is one line of JSON', () => {
    writeFileSync(join(folder, 'orders.csv'), '订单号,会员号,支付时间,实付金额\nA1,M1,2026-01-05 10:00,12.50\nA2,M2,2026-01-06,8\nA3,M2,不是日期,9\n');
    const first = run('imported', 'import', 'orders', 'orders.csv', '--json');
    expect(first.stderr).toBe('');
    expect(JSON.parse(first.stdout)).toMatchObject({ rows: 3, imported: 2, rejected: 1, customers: 2, orders: 2, amountMinor: 2050 });
    expect(readFileSync(String(JSON.parse(first.stdout).errorFile), 'utf8')).toContain('不是日期');
    expect(JSON.parse(run('imported', 'import', 'orders', 'orders.csv', '--json').stdout)).toMatchObject({ rows: 3, imported: 0, rejected: 1, unchanged: 2 });
  }, 120_000);

  test('columns of a known data set are read by its mapping, and where none fits the sentence names what the command can do', () => {
    writeFileSync(join(folder, 'cdnow.csv'), 'customer_id,date,num_cds,dollar_value\n1,1997-01-01,1,11.77\n2,1997-01-12,1,12.00\n');
    const fitting = run('imported', 'import', 'orders', 'cdnow.csv', '--mapping', 'auto');
    expect(fitting.stdout).toMatch(/The columns are those of the mapping cdnow; it is used\.\n2 rows: 2 imported/);
    expect(JSON.parse(run('imported', 'import', 'orders', 'cdnow.csv', '--json').stdout)).toMatchObject({ mapping: 'cdnow', rows: 2, unchanged: 2 });
    const other = run('imported', 'import', 'orders', 'cdnow.csv', '--mapping', 'online-retail');
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/With the mapping online-retail no column was recognized .*Try --mapping cdnow\./);
    writeFileSync(join(folder, 'strange.csv'), '订单号,会员号,支付时间,实付金頟\nA1,M1,2026-01-05 10:00,12.50\n');
    const strange = run('imported', 'import', 'orders', 'strange.csv');
    expect(strange.stderr).toContain(`--columns '{"amount":"实付金頟"}', or rename the column in the first line of the file`);
    expect(strange.stderr).not.toContain('columns: {');
  }, 120_000);

  test.each([
    [['import', 'orders', 'missing.csv'], 'There is no file'],
    [['import', 'orders', tmpdir()], `${tmpdir()} is a folder`],
    [['import', 'orders'], '"import orders" needs a file behind it: homefield import orders FILE'],
    [['import'], '"import" needs a file behind it'],
    [['import', 'people', 'a.csv'], 'There is no command "import people a.csv"'],
    [['import', 'orders', join(folder, 'orders.csv'), '--mapping', 'cdnau'], 'There is no mapping "cdnau"'],
    [['imprt'], 'There is no command "imprt"'],
    [['demo', '--days', 'many'], '--days many cannot be used'],
    [['demo', '--as-of', '2026-02-30'], '--as-of 2026-02-30 cannot be used'],
    [['demo', '--orders', 'nowhere.csv'], 'there is no such file'],
    [['start', '--prot', '1'], '--prot'],
    [['reset-password'], 'homefield reset-password EMAIL'],
  ])('homefield %j is refused with a sentence', async (args, sentence) => {
    const said: string[] = [];
    const terminal: Terminal = { ...createTerminal({}), language: 'en', complain: (_, en) => { said.push(en); } };
    try {
      expect(await runCommand({ ...readArguments(args), environment: environment('unused'), terminal })).toBe('refused');
    } catch (error) {
      complainAbout(terminal, error);
    }
    expect(said.join('\n')).toContain(sentence);
  });

  test('a refusal ends the process with 1, without a stack', () => {
    const { status, stderr } = run('unused', 'imprt');
    expect(status).toBe(1);
    expect(stderr).toContain('There is no command "imprt"');
    expect(stderr).not.toContain('at ');
  });
});

describe('homefield demo', () => {
  test('its summary leaves nobody out, names the currency, and says where the rejected lines are', () => {
    const lines = Array.from({ length: 80 }, (_, index) => `N${index},M${index % 40},2026-0${1 + (index % 5)}-1${index % 9} 10:00,${50 + index}`);
    writeFileSync(join(folder, 'brand.csv'), ['订单号,会员号,支付时间,实付金额', ...lines, 'N999,M1,不是日期,9', ''].join('\n'));
    const { status, stdout } = run('shown', 'demo', '--orders', 'brand.csv', '--as-of', '2026-06-30', '--days', '2', '--exit', '--report', 'report.json');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Imported 81 rows: 40 customers, 80 orders, CNY 7160\.00; 1 rejected/);
    expect(readFileSync(/The rejected lines and why: (\S+)/.exec(stdout)?.[1] ?? '', 'utf8')).toContain('不是日期');
    const [, entered, ...places] = (/SOP: (\d+) entered = (\d+) held out \+ (\d+) sent \+ (\d+) not confirmed by staff \+ (\d+) capped \+ (\d+) kept back \+ (\d+) still waiting/.exec(stdout) ?? []).map(Number);
    expect(entered).toBeGreaterThan(0);
    expect(places.reduce((sum, people) => sum + people, 0)).toBe(entered);
    const { sop } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { sop: { waiting: number } };
    expect(places.at(-1)).toBe(sop.waiting);
    expect(sop.waiting).toBeGreaterThan(0);
  }, 120_000);
});
