import type { ProblemBody } from '@homefield/contract';

/** A place in the request that is wrong: a JSON pointer and the sentence about it. */
export type ProblemPlace = Readonly<{ pointer: string; detail: string }>;

/**
 * What the server refused, or what kept us from asking it. `detail` is the server's sentence in the reader's language; it is empty
 * for problems that arose on this side, which are told by their code (`problems.*` of the dictionaries).
 */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly places: readonly ProblemPlace[];
  readonly reference: string;
  /** With a conflict: what the object is now. */
  readonly present: unknown;

  constructor(parts: { code: string; status: number; title?: string; detail?: string; places?: readonly ProblemPlace[]; reference: string; present?: unknown }) {
    super(parts.detail || parts.code);
    this.name = 'ApiProblem';
    this.code = parts.code;
    this.status = parts.status;
    this.title = parts.title ?? '';
    this.detail = parts.detail ?? '';
    this.places = parts.places ?? [];
    this.reference = parts.reference;
    this.present = parts.present;
  }
}

export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem;
}

/** Reads an answer that is not 2xx. A proxy's HTML page becomes a problem of its own rather than a parse error. */
export async function problemOf(response: Response, reference: string): Promise<ApiProblem> {
  return problemFrom(response.status, await response.text().catch(() => ''), response.headers.get('x-request-id') ?? reference);
}

/** The same from a status and a body that were already read (uploads). */
export function problemFrom(status: number, body: string, reference: string): ApiProblem {
  const parsed = parsedBody(body);
  if (!parsed) return new ApiProblem({ code: status >= 500 ? 'server_unwell' : 'answer_unreadable', status, reference });
  return new ApiProblem({
    code: parsed.code, status, title: parsed.title, detail: parsed.detail, places: parsed.errors ?? [], present: parsed.present, reference: parsed.instance?.replace(/^urn:homefield:request:/, '') ?? reference,
  });
}

function parsedBody(body: string): ProblemBody | null {
  try {
    const value: unknown = JSON.parse(body);
    const looksRight = typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'detail' in value && typeof value.detail === 'string';
    return looksRight ? (value as ProblemBody) : null;
  } catch {
    return null;
  }
}
