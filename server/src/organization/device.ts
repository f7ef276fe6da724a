import type { browserNames, systemNames } from '@homefield/contract';

export type Browser = (typeof browserNames)[number];
export type System = (typeof systemNames)[number];
/** Where somebody signs in from, as the web server sees it. */
export type Place = { address: string; userAgent?: string | undefined };

/** In this order: a browser inside an app calls itself the app and the browser, Edge calls itself Chrome, Chrome calls itself Safari. */
const browsers: readonly [RegExp, Browser][] = [
  [/wxwork/i, 'wecom'], [/micromessenger/i, 'wechat'], [/edga?\/|edgios\//i, 'edge'], [/firefox\/|fxios\//i, 'firefox'], [/chrome\/|crios\//i, 'chrome'], [/safari\//i, 'safari'],
];
const systems: readonly [RegExp, System][] = [
  [/openharmony|harmonyos/i, 'harmonyos'], [/android/i, 'android'], [/iphone|ipad|ios/i, 'ios'], [/windows/i, 'windows'], [/mac os|macintosh/i, 'macos'], [/linux|x11/i, 'linux'],
];

/** The browser and system that a user agent names: enough to know one's own device again, and nothing more is kept. */
export function deviceOf(userAgent = ''): { browser: Browser; system: System } {
  const text = userAgent.slice(0, 500);
  const first = <Name>(known: readonly [RegExp, Name][]): Name | undefined => known.find(([pattern]) => pattern.test(text))?.[1];
  return { browser: first(browsers) ?? 'other', system: first(systems) ?? 'other' };
}

/** `203.0.*.*`, `2001:db8:*`: the network stays, the person in it does not. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return `${plain.split('.').slice(0, 2).join('.')}.*.*`;
  const [head = ''] = plain.split('::');
  const groups = head.split(':').filter(Boolean).slice(0, 2);
  return groups.length === 0 ? '::*' : `${groups.join(':')}:*`;
}
