import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

describe('config', () => {
  test('an empty environment gives the defaults, with the home inside the working folder', () => {
    expect(readConfig({}, '/srv/brand')).toMatchObject({ home: '/srv/brand/.homefield', host: '127.0.0.1', port: 4700, databaseUrl: undefined });
  });

  test('a misspelled setting is refused with the one that was meant', () => {
    expect(() => readConfig({ HOMEFIELD_HOMME: '/x' }, '/')).toThrow('Did you mean HOMEFIELD_HOME?');
    expect(() => readConfig({ HOMEFIELD_PROT: '1' }, '/')).toThrow('Did you mean HOMEFIELD_PORT?');
    expect(() => readConfig({ DATBASE_URL: 'postgres://x/y' }, '/')).toThrow('Did you mean DATABASE_URL?');
  });

  test('variables of other programs are left alone', () => {
    expect(() => readConfig({ PATH: '/bin', SENTRY_URL: 'x', BASE_URL: 'y' }, '/')).not.toThrow();
  });

  test('a refusal of an address never repeats it, because it may hold a password', () => {
    const wrong = () => readConfig({ DATABASE_URL: 'mysql://root:secret@host/db' }, '/');
    expect(wrong).toThrow('DATABASE_URL');
    expect(wrong).not.toThrow('secret');
  });

  test('proxies are believed by their number or their addresses, and without the setting only on this machine', () => {
    const trust = (text?: string) => readConfig({ HOMEFIELD_TRUST_PROXY: text }, '/').trustProxy;
    expect([trust(), trust('2'), trust('10.0.0.2, 172.16.0.0/12,fd00::/8')]).toEqual(['loopback', 2, ['loopback', '10.0.0.2', '172.16.0.0/12', 'fd00::/8']]);
  });

  test.each([['HOMEFIELD_TRUST_PROXY', 'true'], ['HOMEFIELD_TRUST_PROXY', '0'], ['HOMEFIELD_TRUST_PROXY', '0.0.0.0/0'], ['HOMEFIELD_TRUST_PROXY', '10.0.0.0/33'], ['HOMEFIELD_TRUST_PROXY', 'proxy.local'], ['HOMEFIELD_PORT', '70000'], ['HOMEFIELD_PORT', 'http'], ['HOMEFIELD_LOG_LEVEL', 'loud'], ['HOMEFIELD_SECRET_KEY', 'short'], ['CLICKHOUSE_URL', 'nonsense']])(
    '%s=%s is refused', (name, value) => { expect(() => readConfig({ [name]: value }, '/')).toThrow(name); });
});
