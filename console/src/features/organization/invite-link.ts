/** The page that the token opens. Behind `#`: it is sent to no server and stands in no log. */
export function inviteLinkOf(token: string, publicUrl: string | null, origin: string): LinkToGive {
  return linkOf('/invite', token, publicUrl, origin);
}

/** `onlyHere`: nobody on another machine can open it. */
export type LinkToGive = { link: string; onlyHere: boolean };

export function linkOf(path: '/invite' | '/reset-password', token: string, publicUrl: string | null, origin: string): LinkToGive {
  const base = publicUrl === null ? origin : new URL(publicUrl).origin;
  return { link: `${base}${path}#${token}`, onlyHere: isThisMachine(new URL(base).hostname) };
}

/** Names by which a machine reaches itself, and only itself. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '0.0.0.0' || host.startsWith('127.');
}
