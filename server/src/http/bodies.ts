import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { BodyTooLarge } from './problems.ts';
import type { HttpServer } from './server-types.ts';

/** Files that come as the body itself: the handler gets a stream (`request.body as Readable`) that ends with 413 at the route's `bodyLimit`. */
const fileTypes = [
  'text/csv', 'text/plain', 'application/csv', 'application/octet-stream', 'application/gzip', 'application/x-gzip', 'application/zip',
  'application/vnd.ms-excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

export function readBodies(app: HttpServer): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A call without a body often carries the type all the same.
    if (body === '') return done(null, undefined);
    return parseJson(request, String(body), done);
  });
  app.addContentTypeParser(fileTypes, (request, payload, done) => { done(null, limited(payload, request.routeOptions.bodyLimit)); });
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
