import { closest } from 'fastest-levenshtein';
import { IdentityInvalid, IdentityKindUnknown } from './problems.ts';

/** One thing by which a customer is known: `phone` 13800138000, `custom.order_customer` A-17. */
export type Identity = { kind: string; value: string };

export type IdentityRule = {
  /** Strong: it alone says that two rows are one person (issue "merge"). Weak: it only suggests. */
  strong: boolean;
  /** At most one value per customer. */
  oneValue: boolean;
  /** Kept encrypted, found by keyed hash, shown masked. */
  sealed: boolean;
  /** The one spelling that is stored; undefined when the text cannot be such a value. */
  normalize(value: string): string | undefined;
  mask(value: string): string;
};

const valueLengthMax = 200;
const plain = (value: string): string | undefined => {
  const text = value.normalize('NFKC').trim();
  return text === '' || text.length > valueLengthMax || /[\u0000-\u001f]/.test(text) ? undefined : text;
};
const shown = (value: string) => value;

const rules: Readonly<Record<string, IdentityRule>> = {
  'wecom.external_user_id': { strong: true, oneValue: false, sealed: false, normalize: plain, mask: shown },
  phone: { strong: true, oneValue: false, sealed: true, normalize: normalizePhone, mask: maskPhone },
  email: { strong: false, oneValue: false, sealed: true, normalize: normalizeEmail, mask: maskEmail },
  member_no: { strong: true, oneValue: true, sealed: false, normalize: plain, mask: shown },
};
/** The brand's own numbers. Several per customer: people open second accounts in the same shop. */
const customRule: IdentityRule = { strong: true, oneValue: false, sealed: false, normalize: plain, mask: shown };

/** The customer number of the brand's order system. */
export const orderCustomerKind = 'custom.order_customer';
export const identityKinds: readonly string[] = Object.keys(rules);

export function identityRule(kind: string): IdentityRule {
  const rule = rules[kind] ?? (/^custom\.[a-z][a-z0-9_]{0,49}$/.test(kind) ? customRule : undefined);
  if (!rule) throw IdentityKindUnknown({ kind: kind.slice(0, 60), known: `${identityKinds.join(', ')} (${closest(kind.slice(0, 60), [...identityKinds])}?)` });
  return rule;
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
  const { kind, value } = identity;
  const normal = identityRule(kind).normalize(value);
  if (normal === undefined) throw IdentityInvalid({ kind, value: `${value.slice(0, 3)}…` });
  return new NormalIdentity(kind, normal);
}

/** The identity of a phone number, undefined when the text is none. */
export function phoneIdentity(text: string): Identity | undefined {
  const value = normalizePhone(text);
  return value === undefined ? undefined : new NormalIdentity('phone', value);
}

/**
 * E.164. A mainland mobile number may come without its country; any other one needs `+` and the country, because eight digits of
 * Hong Kong and of Shanghai look alike. Excel's `1.38E+10` and masked numbers (138****5678) are no numbers.
 */
export function normalizePhone(text: string): string | undefined {
  const digits = text.normalize('NFKC').trim().replace(/[\s\-().]/g, '').replace(/^00/, '+');
  const mainland = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(digits);
  if (mainland) return `+86${mainland[1]}`;
  return /^\+[1-9]\d{6,14}$/.test(digits) && !digits.startsWith('+86') ? digits : undefined;
}

export function maskPhone(value: string): string {
  const local = value.startsWith('+86') ? value.slice(3) : value;
  return `${local.slice(0, 3)}****${local.slice(-4)}`;
}

/** Lower case throughout: no provider in use tells `A@x.com` from `a@x.com`. */
function normalizeEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase();
  return email.length <= valueLengthMax && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email) ? email : undefined;
}

function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  return `${value.slice(0, 1)}***${value.slice(at)}`;
}
