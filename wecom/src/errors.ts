import { ERROR_CODES } from './error-codes.ts';
import type { WecomErrorKind } from './error-codes.ts';

/** A failed call. Decide by `kind` (what to do) or `code` (exactly what); never by text, WeCom changes its texts. */
export class WecomError extends Error {
  readonly code: number;
  readonly kind: WecomErrorKind;
  /** A sentence for the person who can act on it. */
  readonly hint: string;
  /** The call, as in `externalcontact/get`. */
  readonly call: string;
  /** What WeCom said, for the support of Tencent. Never holds the access token. */
  readonly errmsg: string;

  constructor(code: number, call: string, errmsg: string, options?: { cause?: unknown }) {
    const known = ERROR_CODES.get(code) ?? { name: `wecom_${code}`, kind: 'data' as const, hint: `WeCom refused the call with code ${code}.` };
    super(`${call}: ${known.name} (${code}). ${known.hint}`, options);
    this.name = known.name;
    this.code = code;
    this.kind = known.kind;
    this.hint = known.hint;
    this.call = call;
    this.errmsg = errmsg;
  }
}
