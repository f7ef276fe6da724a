import { addressOf, brandHeader, caller, report, unsafeHeaders, type Query } from './client.ts';
import { ApiProblem, problemFrom } from './problem.ts';
import { shortReference } from './random.ts';

/** Sends a file as the body itself. `fetch` cannot tell how much has left; XMLHttpRequest can. */
export function upload<Answer>(path: string, file: Blob, options: { query: Query; signal: AbortSignal; onProgress: (share: number) => void; method?: 'POST' | 'PUT' }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? 'POST', addressOf(path, options.query));
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    request.setRequestHeader('accept-language', caller.language);
    // What else a platform calls a text file (tab-separated values and so on) says nothing that the server could use.
    request.setRequestHeader('content-type', file.type === 'text/csv' || file.type === 'text/plain' ? file.type : 'application/octet-stream');
    for (const [name, value] of Object.entries({ ...unsafeHeaders(), ...brandHeader() })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && options.onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText) as Answer);
      const problem = problemFrom(request.status, request.responseText, request.getResponseHeader('x-request-id') ?? shortReference());
      report(problem, path);
      reject(problem);
    };
    request.onerror = () => {
      caller.onUnreachable();
      reject(new ApiProblem({ code: 'server_unreachable', status: 0, reference: shortReference() }));
    };
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    options.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
