import { WecomError } from './errors.ts';

/** An access token and the instant (ms) from which it must not be used any more. */
export interface AccessToken {
  token: string;
  validUntil: number;
}

/** Fetches a fresh token from WeCom. */
export type FetchToken = () => Promise<{ token: string; expiresInSeconds: number }>;

/** Access tokens per (base URL, corp, secret). Share one store between clients that use the same app. */
export interface TokenStore {
  /** The cached token, or a fresh one; concurrent callers share one fetch. */
  get(key: string, fetchToken: FetchToken): Promise<string>;
  /** Forgets this token; a newer one that another caller already fetched stays. */
  drop(key: string, token: string): void;
}

// WeCom blocks gettoken for an hour after about 2,000 failures in an hour, so a wrong secret is tried at most 60 times an hour.
const FAILURE_PAUSE_MS = 60_000;
// Use a token until shortly before its end. A share, not only a fixed margin: WeCom hands out the same token until it ends, and
// a fixed margin would then ask again on every call of the last minute.
const MARGIN_SHARE = 0.1;
const MARGIN_MAX_MS = 60_000;

interface Entry {
  current?: AccessToken;
  pending?: Promise<string>;
  failed?: { error: WecomError; until: number };
}

/** Keeps tokens in memory; nothing is written anywhere. */
export function createTokenStore(clock: { now(): number }): TokenStore {
  const entries = new Map<string, Entry>();
  const entryOf = (key: string): Entry => {
    const entry = entries.get(key) ?? {};
    entries.set(key, entry);
    return entry;
  };

  async function refresh(entry: Entry, fetchToken: FetchToken): Promise<string> {
    try {
      const { token, expiresInSeconds } = await fetchToken();
      const lifeMs = expiresInSeconds * 1000;
      entry.current = { token, validUntil: clock.now() + lifeMs - Math.min(lifeMs * MARGIN_SHARE, MARGIN_MAX_MS) };
      return token;
    } catch (error) {
      if (error instanceof WecomError && error.kind === 'config') entry.failed = { error, until: clock.now() + FAILURE_PAUSE_MS };
      throw error;
    } finally {
      delete entry.pending;
    }
  }

  return {
    async get(key, fetchToken) {
      const entry = entryOf(key);
      if (entry.current && clock.now() < entry.current.validUntil) return entry.current.token;
      if (entry.failed && clock.now() < entry.failed.until) throw entry.failed.error;
      delete entry.failed;
      entry.pending ??= refresh(entry, fetchToken);
      return entry.pending;
    },
    drop(key, token) {
      const entry = entryOf(key);
      if (entry.current?.token === token) delete entry.current;
    },
  };
}
