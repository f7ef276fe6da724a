import { useCallback, useEffect, useState, type RefObject } from 'react';

export type Edges = Readonly<{ left: boolean; right: boolean }>;

/** On which sides a box has more than it shows. Looked at when it is scrolled, and when it or what is in it gets another width. */
export function useEdges(box: RefObject<HTMLElement | null>): { edges: Edges; look: () => void } {
  const [edges, setEdges] = useState<Edges>({ left: false, right: false });
  const look = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const left = element.scrollLeft > 0;
    // Widths are of fractions; a pixel is no more to see.
    const right = element.scrollLeft + element.clientWidth < element.scrollWidth - 1;
    setEdges((before) => (before.left === left && before.right === right ? before : { left, right }));
  }, [box]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [box, look]);
  return { edges, look };
}
