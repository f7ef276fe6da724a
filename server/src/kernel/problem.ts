/**
 * Refusals. Each is declared once with a stable code, an HTTP status and a sentence in both languages that a person can act on,
 * and is answered as `problem+json` (RFC 9457).
 */
export type Language = 'zh' | 'en';
export type Sentence = Readonly<Record<Language, string>>;
export type ProblemParams = Readonly<Record<string, string | number | bigint>>;

/** A place in the request that is wrong: an RFC 6901 JSON pointer and a sentence. */
export type ProblemPlace = { pointer: string; sentence: Sentence };

type ProblemMore = { places?: readonly ProblemPlace[]; present?: unknown; cause?: unknown };

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly sentence: Sentence;
  readonly params: ProblemParams;
  readonly places: readonly ProblemPlace[];
  /** With a conflict: what the object is now, as its route shows it. */
  readonly present: unknown;

  constructor(code: string, status: number, sentence: Sentence, params: ProblemParams, { places = [], present, cause }: ProblemMore) {
    super(sentence.en, { cause });
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.sentence = sentence;
    this.params = params;
    this.places = places;
    this.present = present;
  }
}

export type ProblemMaker = ((params?: ProblemParams, more?: ProblemMore) => Problem) & {
  readonly code: string;
  readonly status: number;
};

const declared = new Map<string, ProblemMaker>();

/** Declares a refusal. `{name}` in the sentences is filled from the parameters. Codes are unique over the whole product. */
export function problem(code: string, status: number, sentence: Sentence): ProblemMaker {
  if (declared.has(code)) throw new Error(`The problem "${code}" is declared twice.`);
  const make = (params: ProblemParams = {}, more: ProblemMore = {}) =>
    new Problem(code, status, { en: fill(sentence.en, params), zh: fill(sentence.zh, params) }, params, more);
  const maker: ProblemMaker = Object.assign(make, { code, status });
  declared.set(code, maker);
  return maker;
}

/** Every declared refusal, for the API documentation. */
export function declaredProblems(): readonly { code: string; status: number }[] {
  return [...declared.values()].map(({ code, status }) => ({ code, status }));
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem;
}

function fill(text: string, params: ProblemParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}
