import { afterEach, expect, it, vi } from 'vitest';
import { everyRow } from './pages.ts';

afterEach(() => vi.unstubAllGlobals());

/** A server with so many rows, that tells what it was asked. */
function serve(count: number): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const query = new URL(address, 'http://console').searchParams;
    asked.push(query);
    const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
    return Response.json({ data: Array.from({ length: Math.min(limit, count - from) }, (_, index) => from + index), nextCursor: from + limit < count ? String(from + limit) : null });
  });
  return asked;
}

it('a list that is chosen from is read to its end, in its order, with its filter in every question', async () => {
  const asked = serve(450);
  const { data, nextCursor } = await everyRow<number>('/audiences', { live: 'yes' });
  expect([data, nextCursor]).toEqual([Array.from({ length: 450 }, (_, index) => index), null]);
  expect(asked.map((query) => [query.get('cursor'), query.get('live')])).toEqual([[null, 'yes'], ['200', 'yes'], ['400', 'yes']]);
});

it('a list that is longer than any that is offered as a choice stops at a thousand', async () => {
  const asked = serve(5_000);
  expect((await everyRow<number>('/audiences')).data).toHaveLength(1_000);
  expect(asked).toHaveLength(5);
});
