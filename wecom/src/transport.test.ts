import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { undiciTransport } from './transport.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/?access_token=SECRET`;
}

const carry = (url: string, limits: { timeoutMs?: number; responseBytesMax?: number } = {}) => undiciTransport()({
  call: 'user/get', method: 'POST', url, body: '{"你":"好"}', timeoutMs: 2_000, responseBytesMax: 1_000, ...limits,
});

test('a body is sent as JSON in UTF-8 and the answer comes back as text, also when a character is split over chunks', async () => {
  const url = await serve(async (request, response) => {
    let body = Buffer.alloc(0);
    for await (const chunk of request) body = Buffer.concat([body, chunk as Buffer]);
    response.write(body.subarray(0, 3));
    setTimeout(() => response.end(body.subarray(3)), 30);
  });
  expect(await carry(url)).toBe('{"你":"好"}');
});

test('an answer above the limit is refused instead of filling the memory', async () => {
  const url = await serve((_request, response) => response.end('x'.repeat(5_000)));
  await expect(carry(url)).rejects.toMatchObject({ name: 'answer_unreadable' });
});

test('no answer in time, a fault of something in between and a dead connection are told apart, and none shows the token', async () => {
  const silent = await serve(() => undefined);
  const broken = await serve((_request, response) => { response.statusCode = 502; response.end('<html>'); });
  const dead = await serve((request) => { request.socket.destroy(); });
  const faults = await Promise.all([carry(silent, { timeoutMs: 100 }), carry(broken), carry(dead)].map((each) => each.catch((error: unknown) => error)));
  expect(faults).toMatchObject([{ name: 'timed_out' }, { name: 'network_failed', errmsg: 'HTTP 502' }, { name: 'network_failed' }]);
  for (const fault of faults) expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('SECRET');
});
