import { expect, test } from 'vitest';
import { deviceOf, maskAddress } from './device.ts';

test('a device is told by its own name, not by the browsers that it claims to be', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  expect(deviceOf(chrome)).toEqual({ browser: 'chrome', system: 'windows' });
  expect(deviceOf(`${chrome} Edg/142.0`)).toEqual({ browser: 'edge', system: 'windows' });
  expect(deviceOf(`${iphone} Mobile/15E148 wxwork/5.0 MicroMessenger/7.0.1`)).toEqual({ browser: 'wecom', system: 'ios' });
  expect(deviceOf(`${iphone} MicroMessenger/8.0`)).toEqual({ browser: 'wechat', system: 'ios' });
  expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toEqual({ browser: 'firefox', system: 'linux' });
  expect(deviceOf('Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114 Safari/537.36')).toEqual({ browser: 'chrome', system: 'harmonyos' });
  expect(deviceOf()).toEqual({ browser: 'other', system: 'other' });
});

test('a masked address names a network and never a machine', () => {
  expect(maskAddress('203.0.113.66')).toBe('203.0.*.*');
  expect(maskAddress('::ffff:203.0.113.66')).toBe('203.0.*.*');
  expect(maskAddress('2001:db8:1:2::1')).toBe('2001:db8:*');
  expect(maskAddress('fe80::1%eth0')).toBe('fe80:*');
  expect(maskAddress('::1')).toBe('::*');
});
