import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { heldAs, identityRule, maskPhone, normalizeIdentity, normalizePhone } from './identity.ts';
import { createToldProfiles } from './told-profiles.ts';
import { createVault } from './vault.ts';

const someCountries = ['HK', 'MO', 'TW', 'SG', 'MY', 'JP', 'KR', 'TH', 'VN', 'ID', 'PH', 'IN', 'PK', 'BD', 'LK', 'AE', 'SA', 'IL', 'TR', 'RU', 'KZ', 'UA', 'PL', 'DE', 'FR', 'IT', 'ES', 'PT', 'NL', 'BE', 'CH', 'SE', 'GB', 'IE', 'US', 'CA', 'MX', 'BR', 'AU', 'NZ', 'ZA', 'EG'] as const;
const vault = createVault(Buffer.alloc(32, 7));

describe('phones are kept in one spelling', () => {
  it.each(['13800138000', '138 0013 8000', '138-0013-8000', '+86 138 0013 8000', '8613800138000', '0086-13800138000', '１３８００１３８０００', '(+86)13800138000'])(
    '%s', (text) => expect(normalizePhone(text)).toBe('+8613800138000'));
  it('numbers of other countries need their country', () => {
    expect(['+852 9123 4567', '0044 20 7946 0958'].map(normalizePhone)).toEqual(['+85291234567', '+442079460958']);
  });
  it.each(['138****8000', '1.38E+10', '12345', '1380013800', '138001380001', '', '91234567', '+86 12345678901', 'n/a'])('"%s" is none', (text) => expect(normalizePhone(text)).toBeUndefined());
  it.each(someCountries)('the ways people of %s write their number are one', (country) => {
    const number = getExampleNumber(country, examples);
    const { number: e164, countryCallingCode } = number ?? {};
    const international = number?.formatInternational() ?? '';
    expect([international, `00${international.slice(1)}`, `+${countryCallingCode} ${number?.nationalNumber}`, international.replaceAll(' ', '-'), number?.getURI().slice(4) ?? ''].map(normalizePhone)).toEqual(Array(5).fill(e164));
  });
  it('landlines of the mainland need no country, hotlines are nobody\'s, extensions and words make it no number', () => {
    expect(['021-54321000', '+86 (0)21 5432 1000', '010 6552 9988'].map(normalizePhone)).toEqual(['+862154321000', '+862154321000', '+861065529988']);
    expect(['400-820-8820', '800 810 5992', '95588', '021-54321000 转 12', '021-54321000 ext 12', '电话 13800138000'].map(normalizePhone)).toEqual(Array(6).fill(undefined));
  });
  it('are shown with four digits hidden', () => {
    expect(['+8613800138000', '+85291234567'].map(maskPhone)).toEqual(['138****8000', '+85****4567']);
  });
});

it('kinds that nobody knows, and values that cannot be, are refused with their names', () => {
  expect(() => identityRule('wecom.external_userid')).toThrow(/not a kind of identity/);
  expect(() => identityRule('custom.')).toThrow(/not a kind/);
  expect(identityRule('custom.loyalty_card')).toMatchObject({ holds: 'several', sealed: false });
  expect(() => normalizeIdentity({ kind: 'phone', value: '12345' })).toThrow('"123…" cannot be a phone.');
  expect(() => normalizeIdentity({ kind: 'member_no', value: ' ' })).toThrow();
  expect(normalizeIdentity({ kind: 'email', value: ' Anna@Example.COM ' })).toEqual({ kind: 'email', value: 'anna@example.com' });
});

it('an e-mail is one box: case nowhere, labels and dots where the provider says that they mean nothing', () => {
  const written = ['A.n.n.a+shop@GoogleMail.com', 'anna@gmail.com', 'anna+shop@outlook.com', 'an.na+x@qq.com', '+x@gmail.com', 'anna@', 'anna@localhost', 'ａｎｎａ＠ｑｑ．ｃｏｍ'];
  const spelled = written.map((value) => { try { return normalizeIdentity({ kind: 'email', value }).value; } catch { return null; } });
  expect(spelled).toEqual(['anna@gmail.com', 'anna@gmail.com', 'anna@outlook.com', 'an.na+x@qq.com', null, null, null, 'anna@qq.com']);
});

it('an openid is a person\'s within its app, and a customer has one in each', () => {
  const openid = { kind: 'wechat.openid', value: 'oAbC-1' };
  expect(() => normalizeIdentity(openid)).toThrow();
  expect(() => normalizeIdentity({ ...openid, app: 'wx/1' })).toThrow();
  const [one, other] = ['wx1', 'wx2'].map((app) => normalizeIdentity({ ...openid, app }));
  expect([one, other].map((identity) => identity && [identity.value, heldAs(identity)])).toEqual([['wx1/oAbC-1', 'wechat.openid:wx1'], ['wx2/oAbC-1', 'wechat.openid:wx2']]);
  expect(heldAs({ kind: 'wechat.unionid', value: 'u' })).toBe('wechat.unionid');
  expect(heldAs({ kind: 'phone', value: '+8613800138000' })).toBeNull();
});

describe('the vault', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 });
  it('gives back what it sealed', () => {
    fc.assert(fc.property(text, fc.bigInt({ min: 1n, max: 1n << 60n }), (value, workspaceId) => {
      expect(vault.open(workspaceId, 'phone', vault.seal(workspaceId, 'phone', value))).toBe(value);
    }));
  });
  it('holds nothing of the value in what it stores', () => {
    const sealed = vault.seal(1n, 'phone', '+8613800138000');
    expect([sealed.includes('13800138000'), vault.lookup(1n, 'phone', '+8613800138000').includes('138')]).toEqual([false, false]);
    expect(sealed.toString('base64url')).not.toContain(vault.lookup(1n, 'phone', '+8613800138000').slice(0, 12));
  });
  it('refuses bytes that were changed or moved to another workspace or kind', () => {
    const sealed = vault.seal(1n, 'phone', '+8613800138000');
    const changed = Buffer.from(sealed);
    changed[14] = (changed[14] ?? 0) ^ 1;
    expect(() => vault.open(1n, 'phone', changed)).toThrow();
    expect(() => vault.open(2n, 'phone', sealed)).toThrow();
    expect(() => vault.open(1n, 'email', sealed)).toThrow();
    expect(() => createVault(Buffer.alloc(32, 8)).open(1n, 'phone', sealed)).toThrow();
  });
  it('finds a value under one key in its workspace and another key elsewhere', () => {
    const key = vault.lookup(1n, 'phone', 'x');
    expect([vault.lookup(1n, 'phone', 'x') === key, vault.lookup(2n, 'phone', 'x') === key, vault.lookup(1n, 'email', 'x') === key]).toEqual([true, false, false]);
  });
});

it('what was told of a customer is news once, and again when it says more or reaches further back', () => {
  const told = createToldProfiles();
  const known = { name: '王', city: '上海', firstSeenAtMs: 100 };
  expect(told.isNews(1n, known)).toBe(true);
  told.remember([{ customerId: 1n, ...known }]);
  expect([told.isNews(1n, known), told.isNews(1n, { ...known, firstSeenAtMs: 200 }), told.isNews(1n, { city: '上海' }), told.isNews(1n, {})]).toEqual([false, false, false, false]);
  expect([told.isNews(1n, { ...known, firstSeenAtMs: 99 }), told.isNews(1n, { ...known, store: '徐汇店' }), told.isNews(2n, known)]).toEqual([true, true, true]);
  told.remember([{ customerId: 1n, store: '徐汇店', firstSeenAtMs: 300 }]);
  expect([told.isNews(1n, { ...known, store: '徐汇店' }), told.isNews(1n, { ...known, firstSeenAtMs: 99 })]).toEqual([false, true]);
});
