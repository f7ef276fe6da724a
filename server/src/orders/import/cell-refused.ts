import type { Reason } from './reasons.ts';

/**
 * A cell that cannot be taken in. Thrown inside the reader of a line and caught there: it never leaves this folder. No `Error`: the
 * stack trace that nobody reads took 26 µs a line of a file with many bad ones.
 */
export class CellRefused {
  readonly reason: Reason;
  constructor(reason: Reason) {
    this.reason = reason;
  }
}

export const refuse = (reason: Reason): never => { throw new CellRefused(reason); };

/** Excel's 1.38E+10: the digits are gone. */
export function isDestroyed(text: string): boolean {
  return /^\d(?:\.\d+)?e\+?\d+$/i.test(text);
}

/** What a cell says, or why it cannot be taken in, where the rest of its line can. */
export function attemptCell<T>(read: () => T): T | Reason {
  try {
    return read();
  } catch (error) {
    if (error instanceof CellRefused) return error.reason;
    throw error;
  }
}
