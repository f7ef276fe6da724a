import { afterEach, expect, test, vi } from 'vitest';
import { call, caller } from './client.ts';

afterEach(() => { vi.unstubAllGlobals(); });

test('an answer to what was asked in the brand before is dropped, and its refusal ends no session', async () => {
  const held: ((response: Response) => void)[] = [];
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => { held.push(resolve); }));
  const signedOut = vi.spyOn(caller, 'onSignedOut');
  const asked = [call('GET', '/workspace'), call('GET', '/users')];
  caller.brandsLeft += 1;
  held[0]?.(Response.json({ name: 'Tea' }));
  held[1]?.(Response.json({ code: 'sign_in_needed' }, { status: 401 }));
  for (const answer of asked) await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(signedOut).not.toHaveBeenCalled();
  const next = call('GET', '/workspace');
  held[2]?.(Response.json({ name: 'Oil' }));
  expect(await next).toEqual({ name: 'Oil' });
});
