import type { LogEvent, NewEvent } from './event.ts';

/**
 * The events that this process appended a moment ago, as lines for ClickHouse. A batch that lies in here is carried over without asking
 * PostgreSQL to write every event out again, which was a quarter of its work in an import. Only what has committed comes in; what
 * is missing (written by another process, before a restart, pushed out) is read from PostgreSQL.
 */
export type Tail = {
  /** Events of these names are kept as objects too, for those who make rows of them; their lines are without the property that they take. */
  want(wanted: { names: readonly string[]; takes: string }): void;
  /** What was appended in one go, at positions that follow each other, once its transaction has committed. */
  keep(piece: Piece): void;
  /** All events of the transaction from one position to another, if they are in here. */
  find(tx: bigint, range: { from: bigint; to: bigint; count: number }): Found | undefined;
  /** Writes the lines of what is being appended, so that only what the database says of it is missing. */
  draft(first: bigint, rows: Rows): Draft;
};

export type Draft = (stamp: { tx: bigint; receivedAtMs: number }) => Piece;

/** `bytes`: what it holds in memory, lines and events that are wanted. */
export type Piece = { tx: bigint; first: bigint; count: number; bytes: number; lines: Buffer; wanted: readonly LogEvent[] };
export type Found = { lines: Buffer[]; wanted: LogEvent[] };
export type Rows = { workspaceId: bigint; events: readonly NewEvent[]; properties: readonly string[] };

/** Some 20 MB, the lines of it outside the heap. */
const bytesMax = 20_000_000;
const eventBytes = 300;

export function createTail(): Tail {
  const taken = new Map<string, string>();
  const byTx = new Map<bigint, Piece[]>();
  let bytes = 0;
  const drop = (tx: bigint) => {
    for (const piece of byTx.get(tx) ?? []) bytes -= piece.bytes;
    byTx.delete(tx);
  };
  return {
    want({ names, takes }) { for (const name of names) taken.set(name, takes); },
    keep(piece) {
      const pieces = byTx.get(piece.tx);
      if (pieces) pieces.push(piece);
      else byTx.set(piece.tx, [piece]);
      bytes += piece.bytes;
      for (const oldest of byTx.keys()) {
        if (bytes <= bytesMax) break;
        drop(oldest);
      }
    },
    find(tx, { from, to, count }) {
      const found: Found = { lines: [], wanted: [] };
      let seen = 0;
      for (const piece of byTx.get(tx) ?? []) {
        const last = piece.first + BigInt(piece.count - 1);
        if (last < from || piece.first > to) continue;
        const skip = piece.first < from ? Number(from - piece.first) : 0;
        const end = last > to ? Number(to - piece.first) + 1 : piece.count;
        seen += end - skip;
        found.lines.push(cut(piece.lines, skip, end === piece.count ? undefined : end));
        found.wanted.push(...piece.wanted.filter(({ position }) => position >= from && position <= to));
      }
      return seen === count ? found : undefined;
    },
    draft(first, rows) {
      const bodies = bodiesOf(first, rows, taken);
      return (stamp) => {
        const head = `[${stamp.tx},${stamp.receivedAtMs},`;
        const lines = Buffer.from(head + bodies.join(head));
        let bytes = lines.length;
        const wanted = rows.events.flatMap((event, index) => {
          if (!taken.has(event.name)) return [];
          // An object is some times as large as its text.
          bytes += eventBytes + 4 * (rows.properties[index]?.length ?? 0);
          return [loggedEvent(event, first + BigInt(index), rows.workspaceId, stamp)];
        });
        return { tx: stamp.tx, first, count: rows.events.length, bytes, lines, wanted };
      };
    },
  };
}

/** Lines `skip` to `end` of a text whose lines all end in a line break. */
function cut(lines: Buffer, skip: number, end: number | undefined): Buffer {
  let start = 0;
  for (let index = 0; index < skip; index += 1) start = lines.indexOf(10, start) + 1;
  if (end === undefined) return lines.subarray(start);
  let stop = start;
  for (let index = skip; index < end; index += 1) stop = lines.indexOf(10, stop) + 1;
  return lines.subarray(start, stop);
}

/**
 * Lines of JSONCompactEachRow in the order of `eventColumns`, without the two values in front. Instants as whole milliseconds: that is what
 * a DateTime64(3) takes without quotes.
 */
function bodiesOf(first: bigint, { workspaceId, events, properties }: Rows, taken: ReadonlyMap<string, string>): string[] {
  const workspace = String(workspaceId);
  const quoted = new Map<string, string>();
  // Names and sources repeat.
  const quote = (value: string): string => {
    let json = quoted.get(value);
    if (json === undefined) quoted.set(value, json = JSON.stringify(value));
    return json;
  };
  return events.map((event, index) => {
    const takes = taken.get(event.name);
    const kept = takes === undefined ? properties[index] ?? '{}' : JSON.stringify({ ...event.properties, [takes]: undefined });
    return `${workspace},${event.customerId ?? 0n},${quote(event.name)},${Math.floor(event.occurredAtMs)},${first + BigInt(index)},${quote(event.source)},${event.amountMinor ?? 0n},${JSON.stringify(event.subject ?? '')},${kept}]\n`;
  });
}

function loggedEvent(event: NewEvent, position: bigint, workspaceId: bigint, { tx, receivedAtMs }: { tx: bigint; receivedAtMs: number }): LogEvent {
  return {
    workspaceId, customerId: event.customerId, tx, position, name: event.name, occurredAtMs: event.occurredAtMs, receivedAtMs, source: event.source,
    amountMinor: event.amountMinor ?? 0n, subject: event.subject ?? '', properties: event.properties ?? {},
  };
}
