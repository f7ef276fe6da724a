import { expect, test } from 'vitest';
import { inviteLinkOf } from './invite-link.ts';

test('the link names the public address of the server, and the address in the browser where there is none', () => {
  expect(inviteLinkOf('abc', 'https://home.example.com/', 'http://127.0.0.1:4700')).toEqual({ link: 'https://home.example.com/invite#abc', onlyHere: false });
  expect(inviteLinkOf('abc', null, 'http://192.168.1.20:4700')).toEqual({ link: 'http://192.168.1.20:4700/invite#abc', onlyHere: false });
});

test('an address that only this machine reaches is known as one', () => {
  for (const origin of ['http://127.0.0.1:4700', 'http://127.8.0.1', 'http://localhost:4700', 'http://home.localhost', 'http://[::1]:4700', 'http://0.0.0.0:4700']) expect(inviteLinkOf('abc', null, origin).onlyHere, origin).toBe(true);
  for (const origin of ['http://10.0.0.4:4700', 'https://localhost.example.com', 'https://home.example.com']) expect(inviteLinkOf('abc', null, origin).onlyHere, origin).toBe(false);
});
