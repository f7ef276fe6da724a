/** What goes wrong with the next calls to one path. `lost`: the call takes effect but its answer never arrives. */
export type Fault = { kind: 'refuse'; errcode: number } | { kind: 'stall'; forMs: number } | { kind: 'lost' };

/** Switches for tests: each is used up by as many calls as it was set for. */
export class Faults {
  readonly #queues = new Map<string, Fault[]>();

  /** The next `times` calls to `path` answer `errcode` (-1 is busy). */
  refuseNext(path: string, errcode: number, times = 1): void {
    this.#add(path, { kind: 'refuse', errcode }, times);
  }

  /** The next `times` calls to `path` are answered late, in real time. */
  stallNext(path: string, forMs: number, times = 1): void {
    this.#add(path, { kind: 'stall', forMs }, times);
  }

  /** The next `times` calls to `path` are carried out, then the connection is cut. */
  loseNext(path: string, times = 1): void {
    this.#add(path, { kind: 'lost' }, times);
  }

  take(path: string): Fault | undefined {
    return this.#queues.get(path)?.shift();
  }

  #add(path: string, fault: Fault, times: number): void {
    const queue = this.#queues.get(path) ?? [];
    this.#queues.set(path, queue);
    for (let i = 0; i < times; i += 1) queue.push(fault);
  }
}
