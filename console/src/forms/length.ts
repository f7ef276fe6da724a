/** A counter is in the way until the end is near. */
const nearShare = 0.9;

/** Counted as the server counts. */
export function tooLong(text: string, max: number): boolean {
  return text.length > max;
}

export function nearlyFull(text: string, max: number): boolean {
  return text.length > max * nearShare;
}
