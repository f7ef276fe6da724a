import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemBody } from '@homefield/contract';
import { isProblem } from '../kernel/index.ts';
import type { Language, Problem } from '../kernel/index.ts';
import { BodyTooLarge, MediaTypeUnsupported, NotFound, RequestMalformed, TextNotStorable, Unexpected } from './problems.ts';
import type { HttpServer } from './server-types.ts';

const mediaType = 'application/problem+json; charset=utf-8';

/** Every refusal and every failure leaves as RFC 9457 problem+json; a failure with a reference that the log knows, never with a stack. */
export function answerProblems(app: HttpServer): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(request, reply, error));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, NotFound()));
}

export async function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'a request failed');
  const retryAfter = problem.params['seconds'];
  if (retryAfter !== undefined && [409, 429, 503].includes(problem.status)) reply.header('retry-after', String(retryAfter));
  // The rest of the body is on its way and nobody reads it.
  if (problem.status === 413 || problem.status === 408) reply.header('connection', 'close');
  // A text, so that the shape of a success is not laid on it.
  await reply.code(problem.status).type(mediaType).header('content-language', request.language)
    .send(JSON.stringify(problemBodyOf(problem, request.language, request.id)));
}

export function problemBodyOf(problem: Problem, language: Language, requestId: string): ProblemBody {
  return {
    type: `urn:homefield:problem:${problem.code}`,
    title: titles[problem.status]?.[language] ?? String(problem.status),
    status: problem.status,
    code: problem.code,
    detail: problem.sentence[language],
    instance: `urn:homefield:request:${requestId}`,
    ...(problem.places.length > 0 ? { errors: problem.places.map(({ pointer, sentence }) => ({ pointer, detail: sentence[language] })) } : {}),
    ...(problem.present === undefined ? {} : { present: problem.present }),
  };
}

/** Bytes that are no HTTP, such as Chinese in an address that was not escaped: there is no request yet, only the connection. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const other = connectionAnswers[error.code ?? ''];
  if (other) return void socket.end(`HTTP/1.1 ${other}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  const body = JSON.stringify(problemBodyOf(RequestMalformed({ why: reasons['FST_ERR_BAD_URL'] ?? '' }), 'en', 'none'));
  socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: ${mediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

/** What an error means to the caller. */
function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (isProblem(error)) return error;
  const { code, statusCode } = (error instanceof Error ? error : {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return BodyTooLarge({ megabytes: megabytes(request.routeOptions.bodyLimit) });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return MediaTypeUnsupported({ type: (request.headers['content-type'] ?? '').slice(0, 100) });
  // PostgreSQL: a byte sequence, or an escape inside JSON, that has no place in its texts.
  if (code === '22021' || code === '22P05') return TextNotStorable({}, { cause: error });
  // Everything else of Fastify's below 500 is about the form of the request (JSON, length, escapes in the address).
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500 && code?.startsWith('FST_')) return RequestMalformed({ why: reasons[code] ?? code.toLowerCase() });
  if (statusCode === 400) return RequestMalformed({ why: 'its JSON is broken' }, { cause: error });
  return Unexpected({ reference: request.id }, { cause: error });
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576 * 100) / 100;
}

/** Faults of a connection that are not about what was written. */
const connectionAnswers: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout', HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

const reasons: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'its JSON is broken',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'its body is empty',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'its length is not what it says',
  FST_ERR_BAD_URL: 'its address has a wrong escape (other characters than ASCII are written as %E4%B8%AD)',
};

const titles: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  400: { en: 'The request cannot be read', zh: '请求无法解析' },
  401: { en: 'Not signed in', zh: '未登录' },
  403: { en: 'Not allowed', zh: '没有权限' },
  404: { en: 'Not found', zh: '不存在' },
  408: { en: 'Too slow', zh: '请求超时' },
  409: { en: 'Does not fit the present state', zh: '与当前状态冲突' },
  410: { en: 'No longer there', zh: '已失效' },
  413: { en: 'Too large', zh: '内容过大' },
  415: { en: 'Unknown type of content', zh: '内容类型不支持' },
  422: { en: 'Something in the request is not right', zh: '请求内容有误' },
  429: { en: 'Too many requests', zh: '请求过于频繁' },
  500: { en: 'Something went wrong', zh: '服务内部出错' },
  503: { en: 'Not available just now', zh: '暂时不可用' },
  504: { en: 'It took too long', zh: '处理超时' },
  507: { en: 'No space left', zh: '空间不足' },
};
