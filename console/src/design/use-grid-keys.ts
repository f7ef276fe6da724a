import { useState, type KeyboardEvent } from 'react';
import { isSelected, type Selecting } from './data-table-selection.ts';

type GridKeys = Readonly<{ keys: readonly string[]; pageRows: () => number; selecting: Selecting | undefined; onOpen: ((index: number) => void) | undefined; show: (index: number) => void }>;

/**
 * The keyboard of a table: arrows, Page, Home and End move, Enter opens, Space chooses, Shift chooses what one moves over, Ctrl/⌘ A all that is
 * loaded, Escape lets go. Focus stays on the table (`aria-activedescendant`): rows come and go with the scrolling, the place does not.
 */
export function useGridKeys({ keys, pageRows, selecting, onOpen, show }: GridKeys) {
  const [active, setActive] = useState(-1);
  const [anchor, setAnchor] = useState(-1);
  const place = Math.min(active, keys.length - 1);
  const range = (from: number, to: number) => keys.slice(Math.min(from, to), Math.max(from, to) + 1);
  const goTo = (index: number, extend: boolean) => {
    const next = Math.max(0, Math.min(index, keys.length - 1));
    if (extend && selecting) {
      const from = anchor < 0 ? Math.max(place, 0) : anchor;
      if (anchor < 0) setAnchor(from);
      selecting.set(range(from, next), true);
    } else setAnchor(-1);
    setActive(next);
    show(next);
  };
  const choose = (index: number, extend: boolean) => {
    const key = keys[index];
    if (key === undefined || !selecting) return;
    const on = !isSelected(selecting.selection, key);
    selecting.set(extend && anchor >= 0 ? range(anchor, index) : [key], extend && anchor >= 0 ? true : on);
    setAnchor(index);
    setActive(index);
  };
  const acts: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: (event) => goTo(place + 1, event.shiftKey),
    ArrowUp: (event) => goTo(place < 0 ? 0 : place - 1, event.shiftKey),
    PageDown: (event) => goTo(place + pageRows(), event.shiftKey),
    PageUp: (event) => goTo(place - pageRows(), event.shiftKey),
    Home: (event) => goTo(0, event.shiftKey),
    End: (event) => goTo(keys.length - 1, event.shiftKey),
    Enter: () => { if (place >= 0) onOpen?.(place); },
    ' ': (event) => choose(place, event.shiftKey),
    Escape: () => selecting?.clear(),
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // A link or a box inside has its own keys.
    if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
    if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selecting) selecting.set(keys, true);
    else if (acts[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) acts[event.key]?.(event);
    else return;
    event.preventDefault();
  };
  return { active: place, onKeyDown, choose };
}
