import { problem } from './problem.ts';

/**
 * Ids are 63-bit integers: 42 bits of milliseconds since 1970 (good until 2109; history is replayed in virtual time), 9 bits of worker number, 12 bits of sequence.
 * They sort by time, fit a PostgreSQL bigint and a ClickHouse UInt64 (half the size of a UUID in every index and GROUP BY), and
 * two processes never make the same one because each holds its own worker number (engines/postgres leases it).
 * Outside they are shown with the prefix of their kind, in Crockford's base 32: `cus_0b3k…`.
 */
export const idPrefixes = {
  workspace: 'ws', user: 'usr', session: 'ses', apiKey: 'key', staff: 'stf', store: 'sto', customer: 'cus', identity: 'idn',
  order: 'ord', audience: 'aud', model: 'mod', sop: 'sop', sopVersion: 'spv', enrollment: 'enr', message: 'msg', broadcast: 'bro',
  channel: 'chn', job: 'job', import: 'imp', file: 'fil', audit: 'adt', merge: 'mrg', invite: 'inv', provider: 'prv', view: 'viw',
} as const;

export type IdKind = keyof typeof idPrefixes;


const sequenceBits = 12n;
const workerBits = 9n;
const sequenceMax = 4095;
export const workerMax = 511;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const textLength = 13;

export const IdInvalid = problem('id_invalid', 404, {
  en: '"{text}" is not the id of a {kind}.',
  zh: '“{text}”不是有效的编号（{kind}）。',
});

export type Ids = {
  /** A new id of the kind. Each kind counts by itself, so that extra ids of one kind never shift those of another (same seed, same ids). */
  next(kind: IdKind): bigint;
  /** `count` ids that follow each other, by their place. Work that is planned ahead and perhaps anew takes the same ones, and takes as many however often it was planned. */
  block(kind: IdKind, count: number): (place: number) => bigint;
};

export function createIds(options: { now: () => number; worker: number; notBeforeMs?: number }): Ids {
  if (!Number.isInteger(options.worker) || options.worker < 0 || options.worker > workerMax) {
    throw new RangeError(`A worker number lies between 0 and ${workerMax}, not ${options.worker}.`);
  }
  const worker = BigInt(options.worker);
  const states = new Map<IdKind, State>();
  const floor = options.notBeforeMs ?? 0;
  const idOf = (tick: number, sequence: number) => (BigInt(tick) << (workerBits + sequenceBits)) | (worker << sequenceBits) | BigInt(sequence);
  const next = (kind: IdKind): State => {
    const tick = Math.max(options.now(), floor);
    const state = states.get(kind) ?? { tick: -1, sequence: 0 };
    states.set(kind, state);
    if (tick > state.tick) {
      state.tick = tick;
      state.sequence = 0;
    } else step(state, 1);
    return state;
  };
  return {
    next(kind) {
      const { tick, sequence } = next(kind);
      return idOf(tick, sequence);
    },
    block(kind, count) {
      if (count < 1) return () => { throw new RangeError('A block of no ids has none.'); };
      const state = next(kind);
      const first = { ...state };
      step(state, count - 1);
      return (place) => {
        const one = { ...first };
        step(one, place);
        return idOf(one.tick, one.sequence);
      };
    },
  };
}

type State = { tick: number; sequence: number };

/** A burst beyond 4,096 ids in a millisecond borrows from the next one; a frozen virtual clock does so for ever. */
function step(state: State, count: number): void {
  const sequence = state.sequence + count;
  state.tick += Math.floor(sequence / (sequenceMax + 1));
  state.sequence = sequence % (sequenceMax + 1);
}

/** `cus_0b3k…`: the prefix of the kind and 13 characters of Crockford's base 32, which sort as the numbers do. */
export function formatId(kind: IdKind, id: bigint): string {
  let rest = id;
  let text = '';
  for (let index = 0; index < textLength; index += 1) {
    text = alphabet[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return `${idPrefixes[kind]}_${text}`;
}

/** The number behind a shown id. Refuses (404) a text of another kind or with other characters: such an object cannot exist. */
export function parseId(kind: IdKind, text: string): bigint {
  const prefix = `${idPrefixes[kind]}_`;
  const digits = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  if (digits.length !== textLength) throw IdInvalid({ text: text.slice(0, 40), kind });
  let id = 0n;
  for (const character of digits) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) throw IdInvalid({ text: text.slice(0, 40), kind });
    id = (id << 5n) | BigInt(digit);
  }
  if (id >= 1n << 63n) throw IdInvalid({ text, kind });
  return id;
}

/** The instant at which an id was made, in milliseconds since the Unix epoch. */
export function idInstantMs(id: bigint): number {
  return Number(id >> (workerBits + sequenceBits));
}
