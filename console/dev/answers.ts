/** `brand`: the one that the browser is in, by the cookie `mockBrand`; the second is empty. */
export type Call = { method: string; path: string; query: URLSearchParams; body: unknown; scene: string; zh: boolean; brand: 1 | 2 };
export type Answer = { status: number; body: unknown; brand?: 1 | 2 };
export type Handler = (call: Call, id: string) => Answer;

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const page = (data: readonly unknown[], nextCursor: string | null = null): Answer => ok({ data, nextCursor });
export const refuse = (status: number, code: string, detail: string, errors?: unknown): Answer => ok({ type: 'about:blank', title: code, status, code, detail, instance: `req_${code.slice(0, 3)}8k2m`, errors }, status);
