import { closest } from 'fastest-levenshtein';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberType } from 'libphonenumber-js/max';
import { IdentityInvalid, IdentityKindUnknown } from './problems.ts';

/** One thing by which a customer is known: `phone` 13800138000, `custom.order_customer` A-17. `app`: in which app or corp the value counts, for kinds whose values are of one. */
export type Identity = { kind: string; value: string; app?: string };

export type IdentityRule = {
  /** Strong: it alone says that two rows are one person. Weak: it only suggests (`docs/decisions/0009-one-person.md`). */
  strong: boolean;
  /** `one`: at most one value per customer; `one of an app`: at most one in each app. */
  holds: 'several' | 'one' | 'one of an app';
  /** Kept encrypted, found by keyed hash, shown masked. */
  sealed: boolean;
  /** The one spelling that is stored; undefined when the text cannot be such a value. */
  normalize(value: string, app: string | undefined): string | undefined;
  mask(value: string): string;
};

const valueLengthMax = 200;
const plain = (value: string): string | undefined => {
  const text = value.normalize('NFKC').trim();
  return text === '' || text.length > valueLengthMax || /[\u0000-\u001f]/.test(text) ? undefined : text;
};
const shown = (value: string) => value;

/** Values that are a person's within one app or corp only: kept as `app/value`. What has no app is of the brand's own, if the kind allows that. */
const ofApp = (needsApp: boolean) => (value: string, app: string | undefined): string | undefined => {
  const text = plain(value);
  if (text === undefined || text.includes('/')) return undefined;
  if (app === undefined) return needsApp ? undefined : text;
  return /^[\w-]{1,64}$/.test(app) ? `${app}/${text}` : undefined;
};

const rules: Readonly<Record<string, IdentityRule>> = {
  'wecom.external_user_id': { strong: true, holds: 'several', sealed: false, normalize: ofApp(false), mask: shown },
  // One person has one of each open platform account; a brand has one such account.
  'wechat.unionid': { strong: true, holds: 'one', sealed: false, normalize: plain, mask: shown },
  'wechat.openid': { strong: true, holds: 'one of an app', sealed: false, normalize: ofApp(true), mask: shown },
  phone: { strong: true, holds: 'several', sealed: true, normalize: normalizePhone, mask: maskPhone },
  email: { strong: false, holds: 'several', sealed: true, normalize: normalizeEmail, mask: maskEmail },
  member_no: { strong: true, holds: 'one', sealed: false, normalize: plain, mask: shown },
  // A device, shared by a family as often as not.
  anonymous_id: { strong: false, holds: 'several', sealed: false, normalize: plain, mask: shown },
};
/** The brand's own numbers. Several per customer: people open second accounts in the same shop. */
const customRule: IdentityRule = { strong: true, holds: 'several', sealed: false, normalize: plain, mask: shown };

/** The customer number of the brand's order system. */
export const orderCustomerKind = 'custom.order_customer';
export const identityKinds: readonly string[] = Object.keys(rules);
export const weakKinds: readonly string[] = identityKinds.filter((kind) => rules[kind]?.strong === false);

export function identityRule(kind: string): IdentityRule {
  const rule = rules[kind] ?? (/^custom\.[a-z][a-z0-9_]{0,49}$/.test(kind) ? customRule : undefined);
  if (!rule) throw IdentityKindUnknown({ kind: kind.slice(0, 60), known: `${identityKinds.join(', ')} (${closest(kind.slice(0, 60), [...identityKinds])}?)` });
  return rule;
}

/** What a customer holds at most one value of: a kind, or a kind within an app; null where several are fine. */
export function heldAs({ kind, value }: Identity): string | null {
  const { holds } = identityRule(kind);
  if (holds === 'several') return null;
  return holds === 'one' ? kind : `${kind}:${value.slice(0, value.indexOf('/'))}`;
}

/** An identity in its stored spelling: not spelled anew on its way from a file to the table. */
class NormalIdentity implements Identity {
  readonly kind: string;
  readonly value: string;
  constructor(kind: string, value: string) {
    this.kind = kind;
    this.value = value;
  }
}

/** The stored spelling. Refuses what cannot be such a value; the refusal shows only the start of it. */
export function normalizeIdentity(identity: Identity): Identity {
  if (identity instanceof NormalIdentity) return identity;
  const { kind, value, app } = identity;
  const normal = identityRule(kind).normalize(value, app);
  if (normal === undefined) throw IdentityInvalid({ kind, value: `${value.slice(0, 3)}…` });
  return new NormalIdentity(kind, normal);
}

/** The identity of a phone number, undefined when the text is none. */
export function phoneIdentity(text: string): Identity | undefined {
  const value = normalizePhone(text);
  return value === undefined ? undefined : new NormalIdentity('phone', value);
}

/** Lines that are nobody's own: hotlines, 400 and 800 numbers. */
const nobodysLines: readonly (NumberType | undefined)[] = ['TOLL_FREE', 'SHARED_COST', 'PREMIUM_RATE', 'UAN'];

/**
 * E.164. A number of the mainland may come without its country, mobile or with its area code; any other one needs `+` (or `00`) and the country, because eight digits of
 * Hong Kong and of Shanghai look alike. Excel's `1.38E+10`, masked numbers (138****5678) and hotlines are nobody's numbers.
 */
export function normalizePhone(text: string): string | undefined {
  const written = text.normalize('NFKC').trim().replace(/^00/, '+');
  // What nearly all are; the library takes ten times as long.
  const mainland = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(written.replace(/[\s\-().]/g, ''));
  if (mainland) return `+86${mainland[1]}`;
  const parsed = parsePhoneNumberFromString(written, { defaultCountry: 'CN', extract: false });
  if (!parsed || parsed.ext !== undefined || nobodysLines.includes(parsed.getType())) return undefined;
  // Other countries give out new ranges faster than lists of them are published: their length has to be right. Of the mainland every range is known.
  return parsed.isValid() || (parsed.countryCallingCode !== '86' && parsed.isPossible()) ? parsed.number : undefined;
}

export function maskPhone(value: string): string {
  const local = value.startsWith('+86') ? value.slice(3) : value;
  return `${local.slice(0, 3)}****${local.slice(-4)}`;
}

/** Of these providers everything after `+` is the person's own label, and of Gmail dots mean nothing: as they say themselves. */
const labelProviders = new Set(['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'icloud.com', 'me.com', 'protonmail.com', 'proton.me', 'fastmail.com']);
const dotlessProviders = new Set(['gmail.com', 'googlemail.com']);

/** Lower case throughout: no provider in use tells `A@x.com` from `a@x.com`. */
function normalizeEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase();
  const parts = /^([^\s@]+)@([^\s@.]+(?:\.[^\s@.]+)+)$/.exec(email);
  if (!parts?.[1] || !parts[2] || email.length > valueLengthMax) return undefined;
  const box = labelProviders.has(parts[2]) ? parts[1].replace(/\+.*$/, '') : parts[1];
  const name = dotlessProviders.has(parts[2]) ? box.replaceAll('.', '') : box;
  return name === '' ? undefined : `${name}@${parts[2] === 'googlemail.com' ? 'gmail.com' : parts[2]}`;
}

function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  return `${value.slice(0, 1)}***${value.slice(at)}`;
}
