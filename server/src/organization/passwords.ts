import { hash, verify } from '@node-rs/argon2';
import type { Randomness } from '../kernel/index.ts';

/** OWASP's second choice for argon2id (19 MiB, 2 passes, 1 lane): ≈ 30 ms on one core, and 50 sign-ins at once stay below 1 GiB. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Takes as long for an account that does not exist (`stored` undefined) as for one that does. */
  matches(stored: string | undefined, password: string): Promise<boolean>;
};

/** At most this many at once: each takes 19 MiB and a thread of the pool that files and DNS share. */
const atOnceMax = 2;

export function createPasswords(randomness: Randomness): Passwords {
  let decoy: Promise<string> | undefined;
  const line = createLine(atOnceMax);
  const make = (password: string) => hash(password.normalize('NFKC'), { ...options, salt: randomness.bytes(16) });
  return {
    hash: (password) => line(() => make(password)),
    matches: (stored, password) => line(async () => {
      decoy ??= make(randomness.bytes(16).toString('hex'));
      const right = await verify(stored ?? (await decoy), password.normalize('NFKC'));
      return right && stored !== undefined;
    }),
  };
}

/** Lets `max` pieces of work run at once; the others wait in line. */
function createLine(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = max;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
