/** How a page with unsaved changes asks whether it may be left. */
type Ask = () => Promise<boolean>;

const asks: Ask[] = [];

/** For the time of the unsaved changes; answers the way to take it back. */
export function guardLeaving(ask: Ask): () => void {
  asks.push(ask);
  return () => { asks.splice(asks.indexOf(ask), 1); };
}

/** For what takes a page away without going to another address first: the way into another brand. */
export function mayLeave(): Promise<boolean> {
  return asks.at(-1)?.() ?? Promise.resolve(true);
}

/** Whether something would be lost with the page. */
export function hasUnsaved(): boolean {
  return asks.length > 0;
}
