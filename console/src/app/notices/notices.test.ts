import type { Job } from '@homefield/contract';
import { describe, expect, it } from 'vitest';
import { isUnread, nothingSeen, noticesOf, seenAll } from './notices.ts';

const nowMs = Date.UTC(2026, 10, 22);
const job = (id: string, state: Job['state'], endedAtMs: number | null, result: Job['result'] = null): Job => ({
  id, kind: 'import.orders', title: { zh: id, en: id }, state, progress: { done: 0, total: 0, unit: 'rows' }, result, problem: null, cancelRequested: false,
  startedBy: null, perSecond: null, leftMs: null, files: [], retryOf: null, retryable: false, createdAtMs: 0, startedAtMs: 0, endedAtMs,
});
const home = (waitingForStaff: number) => ({ asOfMs: nowMs, messages: { waitingForStaff, sent30d: 0, capped30d: 0 } });
const jobs = [job('fine', 'done', nowMs - 1), job('running', 'running', null), job('partly', 'done', nowMs - 3, { rejected: 2 }), job('failed', 'failed', nowMs - 2), job('canceled', 'canceled', nowMs - 1), job('old', 'failed', nowMs - 8 * 86_400_000)];

describe('notices', () => {
  it('are what waits, what failed and what ended within a week: needs first, the latest first', () => {
    expect(noticesOf(jobs, home(4), nowMs).map(({ key, kind }) => `${key} ${kind}`)).toEqual(['waiting waiting', 'failed failed', 'partly rejected', 'fine ended']);
    expect(noticesOf([], home(0), nowMs)).toEqual([]);
    expect(noticesOf([], undefined, nowMs)).toEqual([]);
  });

  it('are read once they were looked at, until something new ends or more wait than before', () => {
    const notices = noticesOf(jobs, home(4), nowMs);
    expect(notices.every((notice) => isUnread(notice, nothingSeen))).toBe(true);
    const seen = seenAll(notices, nothingSeen);
    expect(notices.some((notice) => isUnread(notice, seen))).toBe(false);
    const later = noticesOf([...jobs, job('new', 'done', nowMs)], home(5), nowMs);
    expect(later.filter((notice) => isUnread(notice, seen)).map(({ key }) => key)).toEqual(['waiting', 'new']);
    // Three of the four were confirmed and looked at again: the next one counts.
    expect(isUnread(noticesOf([], home(2), nowMs)[0]!, seenAll(noticesOf([], home(1), nowMs), seen))).toBe(true);
  });
});
