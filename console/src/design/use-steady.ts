import { useCallback, useLayoutEffect, useRef } from 'react';

/** The same function for ever, which calls the one of the last drawing: for what is drawn again only when something of its own changed. Not to be called while drawing. */
export function useSteady<Args extends readonly unknown[], Result>(act: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => { latest.current = act; });
  return useCallback((...args: Args) => latest.current(...args), []);
}
