import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { sendProblem } from './errors.ts';
import { BodyTooLarge, BodyTooSlow } from './problems.ts';
import type { HttpServer } from './server-types.ts';

/** Files that come as the body itself: the handler gets a stream (`request.body as Readable`) that ends with 413 at the route's `bodyLimit`. */
const fileTypes = [
  'text/csv', 'text/plain', 'application/csv', 'application/octet-stream', 'application/gzip', 'application/x-gzip', 'application/zip',
  'application/vnd.ms-excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  // Pictures; an SVG is read only to be refused with a sentence that says what to send.
  'image/png', 'image/jpeg', 'image/webp', 'image/svg+xml',
];

/** `bodyMs`: how long a body may be on its way that is collected in memory; a file is only held to not fall silent. */
export function readBodies(app: HttpServer, bodyMs: number): void {
  app.decorateRequest('bodyDeadline', undefined);
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
    const timer = setTimeout(() => {
      if (!reply.sent) void sendProblem(request, reply, BodyTooSlow({ minutes: Math.max(1, Math.round(bodyMs / 60_000)) }));
    }, bodyMs);
    request.bodyDeadline = timer;
    const lift = () => clearTimeout(timer);
    request.raw.once('end', lift);
    reply.raw.once('close', lift);
  });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A call without a body often carries the type all the same.
    if (body === '') return done(null, undefined);
    return parseJson(request, String(body), done);
  });
  app.addContentTypeParser(fileTypes, (request, payload, done) => {
    clearTimeout(request.bodyDeadline);
    done(null, limited(payload, request.routeOptions.bodyLimit));
  });
}

/** A body without a length, or with a false one, is cut where it becomes too large. */
function limited(source: Readable, bytesMax: number): Readable {
  let bytes = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(BodyTooLarge({ megabytes: Math.round(bytesMax / 1_048_576) }));
      else done(null, chunk);
    },
  });
  source.on('error', (error) => gate.destroy(error));
  source.on('close', () => { if (!source.readableEnded) gate.destroy(new Error('The sender went away before the end of the file.')); });
  return source.pipe(gate);
}
