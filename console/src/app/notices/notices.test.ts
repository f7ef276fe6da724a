import type { Job, TodayNumbers } from '@homefield/contract';
import { mayDo, type Role } from '@homefield/contract/access';
import { describe, expect, it } from 'vitest';
import { handsOf } from './hands.ts';
import { isUnread, nothingSeen, noticesOf, seenAll } from './notices.ts';

const nowMs = Date.UTC(2026, 10, 22);
const job = (id: string, state: Job['state'], endedAtMs: number | null, result: Job['result'] = null): Job => ({
  id, kind: 'import.orders', title: { zh: id, en: id }, state, progress: { done: 0, total: 0, unit: 'rows' }, result, problem: null, cancelRequested: false,
  startedBy: null, perSecond: null, leftMs: null, files: [], retryOf: null, retryable: false, createdAtMs: 0, startedAtMs: 0, endedAtMs,
});
const none: TodayNumbers['hands'] = { messagesWaiting: 0, failedJobs7d: 0, rejectedImports7d: 0, pausedSops: 0, wecomMissing: false };
const hands = (some: Partial<TodayNumbers['hands']>, role: Role = 'owner') => handsOf({ ...none, ...some }, (permission) => mayDo(role, permission));
const jobs = [job('fine', 'done', nowMs - 1), job('running', 'running', null), job('partly', 'done', nowMs - 3, { rejected: 2 }), job('failed', 'failed', nowMs - 2), job('canceled', 'canceled', nowMs - 1), job('old', 'failed', nowMs - 8 * 86_400_000)];

describe('what needs a hand', () => {
  it('is what the server counts, in one order; nothing that is nought', () => {
    expect(hands({})).toEqual([]);
    expect(hands({ messagesWaiting: 37, failedJobs7d: 2, rejectedImports7d: 1, pausedSops: 1, wecomMissing: true }).map(({ name, count, to }) => `${name} ${count} ${to}`))
      .toEqual(['wecom 1 /settings', 'messages 37 /sops', 'failed 2 /jobs', 'rejected 1 /jobs', 'paused 1 /sops']);
  });

  it('leads only where the reader may go, and names no jobs to who sees none', () => {
    expect(hands({ messagesWaiting: 37, failedJobs7d: 2, rejectedImports7d: 1 }, 'staff')).toEqual([{ name: 'messages', count: 37, search: {} }]);
    expect(hands({ wecomMissing: true }, 'manager')).toEqual([{ name: 'wecom', count: 1, search: { section: 'wecom' } }]);
  });
});

describe('notices', () => {
  it('are what needs a hand, then what ended within a week, the latest first', () => {
    expect(noticesOf(jobs, hands({ messagesWaiting: 4 }), nowMs).map(({ key, kind }) => `${key} ${kind}`)).toEqual(['messages hand', 'fine ended', 'failed failed', 'partly rejected']);
    expect(noticesOf([], [], nowMs)).toEqual([]);
  });

  it('are read once they were looked at, until something new ends or more wait than before', () => {
    const notices = noticesOf(jobs, hands({ messagesWaiting: 4 }), nowMs);
    expect(notices.every((notice) => isUnread(notice, nothingSeen))).toBe(true);
    const seen = seenAll(notices, nothingSeen);
    expect(notices.some((notice) => isUnread(notice, seen))).toBe(false);
    const later = noticesOf([...jobs, job('new', 'done', nowMs)], hands({ messagesWaiting: 5, pausedSops: 1 }), nowMs);
    expect(later.filter((notice) => isUnread(notice, seen)).map(({ key }) => key)).toEqual(['messages', 'paused', 'new']);
    // Three of the four were confirmed and looked at again: the next one counts.
    const fewer = seenAll(noticesOf([], hands({ messagesWaiting: 1 }), nowMs), seen);
    expect(isUnread(noticesOf([], hands({ messagesWaiting: 2 }), nowMs)[0]!, fewer)).toBe(true);
  });
});
