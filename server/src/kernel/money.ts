import { problem } from './problem.ts';

/** Money is an integer number of minor units (fen, cents) with its currency; never a float. */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

/** Digits behind the point, by ISO 4217, of the currencies that differ from the usual two. */
const exponents: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, BHD: 3, KWD: 3, JOD: 3, OMR: 3, TND: 3 };

/** Above this (10^13 minor units: one hundred billion yuan) an amount in a file is a mistake, not an order. */
export const amountMinorMax = 10_000_000_000_000n;

export const AmountInvalid = problem('amount_invalid', 422, {
  en: '"{text}" is not an amount of money. Write it like 1234.50.',
  zh: '“{text}”不是有效金额，请写成 1234.50 这样。',
});
export const AmountTooLarge = problem('amount_too_large', 422, {
  en: 'The amount "{text}" is larger than any order can be.',
  zh: '金额“{text}”过大，不可能是一笔订单。',
});

export function minorDigits(currency: string): number {
  return exponents[currency] ?? 2;
}

/** `1234.50`, `12`: nearly every cell; the rest of the ways take five times as long to tell apart. */
function readUsual(text: string): bigint | undefined {
  if (text.length > 11) return undefined;
  let minor = 0;
  let point = -1;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) minor = minor * 10 + digit;
    else if (digit === -2 && point < 0) point = index;
    else return undefined;
  }
  const behind = point < 0 ? 0 : text.length - point - 1;
  if (behind > 2 || text === '' || text === '.') return undefined;
  return BigInt(minor * (behind === 0 ? 100 : behind === 1 ? 10 : 1));
}

/**
 * Reads an amount as people and Excel write it: `1,234.50`, `¥1,234.5`, `-12`, `(12.00)`, full-width digits. More digits behind the
 * point than the currency has are rounded half away from zero. Returns minor units. Refuses anything else.
 */
export function parseAmount(text: string, currency: string): bigint {
  const digits = minorDigits(currency);
  const usual = digits === 2 ? readUsual(text) : undefined;
  if (usual !== undefined) return usual;
  const plain = text.normalize('NFKC').trim().replace(/^[¥$€£]\s*|^(?:CNY|RMB|USD|GBP|EUR)\s*/i, '').replace(/\s*元$/, '');
  const match = /^(\()?([-+]?)[¥$€£]?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?(\))?$/.exec(plain);
  const whole = match?.[3]?.replaceAll(',', '') ?? '';
  const fraction = match?.[4] ?? '';
  if (!match || (whole === '' && fraction === '') || (match[1] === undefined) !== (match[5] === undefined)) throw AmountInvalid({ text: text.slice(0, 40) });
  let minor = BigInt((whole || '0') + fraction.slice(0, digits).padEnd(digits, '0'));
  if ((fraction.charCodeAt(digits) || 0) >= 53) minor += 1n;
  if (minor > amountMinorMax) throw AmountTooLarge({ text: text.slice(0, 40) });
  return match[1] !== undefined || match[2] === '-' ? -minor : minor;
}
