/**
 * Between our process and the child that holds the embedded engine: HTTP over a Unix socket, one POST per statement. The body is
 * a line of JSON (the statement) and, for inserts, the rows behind it.
 */
export type Statement = {
  query: string;
  params: Readonly<Record<string, unknown>>;
  settings: Readonly<Record<string, string | number | boolean>>;
  format?: string;
  lane: string;
};

export type Refusal = { code: string; type: string; message: string };

/** JSON that keeps 64-bit integers and instants apart from strings. */
export function encodeStatement(statement: Statement): string {
  return JSON.stringify(statement, function replace(this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key];
    if (typeof raw === 'bigint') return { $bigint: String(raw) };
    if (raw instanceof Date) return { $date: raw.getTime() };
    return value;
  });
}

export function decodeStatement(text: string): Statement {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null) {
      if ('$bigint' in value) return BigInt(String(value.$bigint));
      if ('$date' in value) return new Date(Number(value.$date));
    }
    return value;
  }) as Statement;
}
