import { createHash } from 'node:crypto';

/** Signature for `ww.register` (corp ticket → config, app ticket → agentConfig); the part of the URL after `#` does not count. */
export function jsSdkSignature(input: { ticket: string; nonceStr: string; timestampSeconds: number; url: string }): string {
  const [url] = input.url.split('#');
  const text = `jsapi_ticket=${input.ticket}&noncestr=${input.nonceStr}&timestamp=${input.timestampSeconds}&url=${url}`;
  return createHash('sha1').update(text).digest('hex');
}
