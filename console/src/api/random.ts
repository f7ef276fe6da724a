/** 128 random bits as text. `crypto.randomUUID` exists only on https and localhost, and self-hosted consoles are often on neither. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A reference that a person can read out over the phone. */
export function shortReference(): string {
  const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
  return `web-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}
