/** Why somebody could not come in; the sign-in page says it in words. `cause` is for the log. */
export class SsoFailed extends Error {
  readonly reason: 'over' | 'refused' | 'no_email' | 'foreign_domain' | 'unknown_person' | 'other_account' | 'disabled' | 'provider';
  constructor(reason: SsoFailed['reason'], cause?: unknown) {
    super(`single sign-on: ${reason}`, { cause });
    this.reason = reason;
  }
}
