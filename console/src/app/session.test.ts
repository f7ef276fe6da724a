import type { SessionState } from '@homefield/contract';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { caller } from '../api/client.ts';
import { guardLeaving } from '../design/leaving.ts';
import { followSession, goWithSession, lookAgain, useElsewhere, useLeaving, useSessionLoss, ways } from './session.ts';
import { openOverlay, useOverlay } from './shell.ts';

/** What the server says at the next look. */
let next: SessionState;
const state = (user: string | null, brand: string): SessionState => ({
  firstRun: false, csrfToken: `token of ${user}`, nowMs: 0, virtualTime: true, others: [],
  user: user === null ? null : { id: user, name: '', email: '', role: 'owner', scope: { kind: 'brand', value: null, name: null } }, workspace: user === null ? null : { id: brand, name: brand, zone: 'Asia/Shanghai', currency: 'CNY' },
});
beforeEach(() => { vi.stubGlobal('fetch', () => Promise.resolve(Response.json(next))); });
afterEach(() => { vi.unstubAllGlobals(); });

/** A page on which somebody has loaded something; answers what is left of it after the next look, and what was gone when the way home began. */
async function afterwards(before: SessionState, after: SessionState): Promise<{ kept: unknown; home: string[] }> {
  const client = new QueryClient();
  client.setQueryData(['session'], before);
  client.setQueryData(['customers'], 'of the first brand');
  openOverlay('keys');
  const home: string[] = [];
  ways.home = () => {
    home.push(`${useLeaving.getState().userId} ${client.getQueryData<SessionState>(['session'])?.user?.id}`);
    return Promise.resolve();
  };
  next = after;
  await followSession(client);
  expect(client.getQueryData<SessionState>(['session'])).toEqual(after);
  expect([caller.csrfToken, useLeaving.getState().userId]).toEqual([after.csrfToken, null]);
  return { kept: client.getQueryData(['customers']), home };
}

test('into another brand the page goes first, while the session is still the old one for it; then nothing is left of what was loaded', async () => {
  expect(await afterwards(state('usr_1', 'ws_1'), state('usr_2', 'ws_2'))).toEqual({ kept: undefined, home: ['usr_1 usr_1'] });
  expect(useOverlay.getState().overlay).toBeNull();
});

test('the same person stays on their page with what they had; somebody else in the same brand stays too, and nobody, without it', async () => {
  expect(await afterwards(state('usr_1', 'ws_1'), state('usr_1', 'ws_1'))).toEqual({ kept: 'of the first brand', home: [] });
  expect(await afterwards(state('usr_1', 'ws_1'), state('usr_3', 'ws_1'))).toEqual({ kept: undefined, home: [] });
  expect(await afterwards(state('usr_1', 'ws_1'), state(null, ''))).toEqual({ kept: undefined, home: [] });
});

test('a session that is found to be over keeps the page under the question to sign in; who signs in again goes on with what they had', async () => {
  const client = new QueryClient();
  const before = state('usr_1', 'ws_1');
  client.setQueryData(['session'], before);
  client.setQueryData(['customers'], 'of the first brand');
  next = state(null, '');
  expect(await lookAgain(client)).toEqual(before);
  expect([useSessionLoss.getState().lost, client.getQueryData(['customers'])]).toEqual([true, 'of the first brand']);
  next = before;
  await followSession(client);
  expect([useSessionLoss.getState().lost, client.getQueryData(['customers'])]).toEqual([false, 'of the first brand']);
});

test('whoever signs in again without a word to this tab is found by the next look: the same person goes on, somebody else sees nothing of the first one', async () => {
  for (const [user, kept] of [['usr_1', 'of the first one'], ['usr_9', undefined]] as const) {
    const client = new QueryClient();
    client.setQueryData(['session'], state('usr_1', 'ws_1'));
    client.setQueryData(['customers'], 'of the first one');
    next = state(null, '');
    await lookAgain(client);
    expect(useSessionLoss.getState().lost).toBe(true);
    next = state(user, 'ws_1');
    expect(await lookAgain(client)).toEqual(next);
    expect([useSessionLoss.getState().lost, client.getQueryData(['customers']), caller.csrfToken]).toEqual([false, kept, next.csrfToken]);
  }
});

test('a page with nothing to lose makes way for the sign-in page', async () => {
  const client = new QueryClient();
  for (const before of [state(null, ''), { ...state('usr_1', 'ws_1'), user: { ...state('usr_1', 'ws_1').user!, totpNeeded: true } }]) {
    client.setQueryData(['session'], before);
    next = state(null, '');
    expect(await lookAgain(client)).toEqual(next);
    expect(useSessionLoss.getState().lost).toBe(false);
  }
});

test('unsaved changes stay when another tab goes to another brand, until somebody lets them go', async () => {
  const client = new QueryClient();
  const before = state('usr_1', 'ws_1');
  next = before;
  await goWithSession(client);
  next = state('usr_2', 'ws_2');
  const saved = guardLeaving(() => Promise.resolve(true));
  await followSession(client);
  expect(await lookAgain(client)).toEqual(before);
  expect([useElsewhere.getState(), client.getQueryData(['session']), caller.csrfToken]).toEqual([{ brand: 'ws_2', csrfToken: next.csrfToken }, before, before.csrfToken]);
  // The browser came back by itself.
  const there = next;
  next = before;
  await lookAgain(client);
  expect(useElsewhere.getState().brand).toBeNull();
  next = there;
  await followSession(client);
  await goWithSession(client);
  expect([useElsewhere.getState().brand, client.getQueryData(['session'])]).toEqual([null, next]);
  saved();
});
