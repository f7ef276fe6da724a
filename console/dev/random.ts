/** A small seeded generator, so that the mock shows the same brand at every start. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

export function mockId(prefix: string, number: number): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  let rest = number * 7_919 + 104_729;
  let text = '';
  for (let index = 0; index < 13; index += 1) {
    text = alphabet[rest % 32] + text;
    rest = index < 5 ? Math.floor(rest / 32) : (rest * 31 + 17) % 1_048_576;
  }
  return `${prefix}_${text}`;
}
