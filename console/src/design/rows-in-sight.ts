import { startTransition, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useSteady } from './use-steady.ts';

/** Rows of a list, by their places: `from` is the first, `to` the one after the last. */
export type Stretch = Readonly<{ from: number; to: number }>;

/** What a box that scrolls says of itself; see the properties of an element of the same names. */
type Box = Readonly<{ scrollTop: number; clientHeight: number }>;

/** Rows drawn beyond those in sight on both sides, so that most of scrolling finds them there. Half of them left: they are drawn anew. */
const aroundRows = 10;
/** Before the box has a height. */
const firstRows = 20;

/** The rows in sight. The head lies over the first line of the box, wherever it is scrolled to. */
export function inSight({ scrollTop, clientHeight }: Box, rowPx: number, count: number): Stretch {
  const from = Math.max(0, Math.min(Math.floor(scrollTop / rowPx), count - 1));
  return { from, to: Math.max(from, Math.min(count, Math.ceil((scrollTop + clientHeight - rowPx) / rowPx))) };
}

/** Where a box has to be scrolled to for a row to be in sight: as little as it takes, and not at all when it is. */
export function placeToSee(index: number, { scrollTop, clientHeight }: Box, rowPx: number): number {
  const top = index * rowPx;
  return Math.min(top, Math.max(scrollTop, top + 2 * rowPx - clientHeight));
}

/** What is drawn of a list for what is in sight: nothing new while enough lies around it. */
export function drawnFor(sight: Stretch, drawn: Stretch, count: number): Stretch {
  const enough = (left: number, isEnd: boolean) => isEnd || left >= aroundRows / 2;
  if (enough(sight.from - drawn.from, drawn.from <= 0) && enough(drawn.to - sight.to, drawn.to >= count)) return drawn;
  return { from: Math.max(0, sight.from - aroundRows), to: Math.min(count, sight.to + aroundRows) };
}

type RowsInSight = Readonly<{ box: RefObject<HTMLElement | null>; count: number; rowPx: number; on: boolean }>;

/**
 * The rows of a long list that are drawn, all of one height. A jump draws what is in sight at once and what lies around it when there is
 * time: an answer to a key waits for half as many rows. `show` writes the place itself, so that the last one asked for is the one that counts.
 */
export function useRowsInSight({ box, count, rowPx, on }: RowsInSight): { drawn: Stretch; look: () => void; show: (index: number) => void } {
  const [kept, setDrawn] = useState<Stretch>({ from: 0, to: firstRows });
  // The list became shorter than where we stood: its end, until the box has told where it stands now.
  const drawn = kept.from < count ? { from: kept.from, to: Math.min(kept.to, count) } : { from: Math.max(0, count - (kept.to - kept.from)), to: count };
  const follow = (now: (draw: () => void) => void) => {
    if (!box.current || !on) return;
    const sight = inSight(box.current, rowPx, count);
    if (sight.from < drawn.from || sight.to > drawn.to) now(() => setDrawn(sight));
    if (drawnFor(sight, drawn, count) !== drawn) startTransition(() => setDrawn((before) => drawnFor(sight, before, count)));
  };
  // The browser tells of scrolling right before it paints: what is drawn then is never seen missing.
  const look = useSteady(() => follow(flushSync));
  const place = useSteady(() => follow((draw) => draw()));
  const isThere = useRef(false);
  useLayoutEffect(() => {
    // The first look is the observer's below: right before the first picture, when everything is laid out already.
    if (isThere.current) place();
    isThere.current = true;
  }, [place, count, rowPx, on]);
  useEffect(() => {
    if (!box.current || !on) return;
    const sized = new ResizeObserver(look);
    sized.observe(box.current);
    return () => sized.disconnect();
  }, [box, on, look]);
  const show = (index: number) => {
    if (!box.current) return;
    const top = placeToSee(index, box.current, rowPx);
    if (top === box.current.scrollTop) return;
    box.current.scrollTo({ top });
    place();
  };
  return { drawn, look, show };
}
