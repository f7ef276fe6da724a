interface Due {
  at: number;
  order: number;
  run: () => void;
}

/** What will happen, in time order; at the same instant, in the order it was planned. A binary heap. */
export class Timeline {
  readonly #clock: { now(): number };
  readonly #heap: Due[] = [];
  #planned = 0;
  #instant: number | undefined;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** The instant of what is happening right now, else the clock. */
  now(): number {
    return this.#instant ?? this.#clock.now();
  }

  /** When the next thing is due, if any. */
  nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  plan(at: number, run: () => void): void {
    this.#heap.push({ at, order: (this.#planned += 1), run });
    this.#rise(this.#heap.length - 1);
  }

  /** Carries out everything due until and including `until`, also what is planned meanwhile. Returns how many. */
  advanceTo(until: number): number {
    if (this.#instant !== undefined) throw new Error('advanceTo must not be called by something that is being carried out');
    let count = 0;
    try {
      for (let due = this.#heap[0]; due && due.at <= until; due = this.#heap[0]) {
        this.#takeFirst();
        this.#instant = due.at;
        due.run();
        count += 1;
      }
    } finally {
      this.#instant = undefined;
    }
    return count;
  }

  #takeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const smaller = right < this.#heap.length && this.#before(right, left) ? right : left;
      if (smaller >= this.#heap.length || !this.#swapIfBefore(smaller, index)) return;
      index = smaller;
    }
  }

  #before(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swapIfBefore(a: number, b: number): boolean {
    if (!this.#before(a, b)) return false;
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first && second) [this.#heap[a], this.#heap[b]] = [second, first];
    return true;
  }
}
