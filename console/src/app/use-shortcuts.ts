import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePlaces } from './places.tsx';
import { toggleNavigation } from './preferences.ts';
import { openOverlay, useOverlay } from './shell.ts';
import { begins, deedOf, type Deed, type Press } from './shortcuts.ts';

const sequenceMs = 1_200;
const overlays = 'dialog[open], .ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-dropdown:not(.ant-dropdown-hidden), .ant-popover:not(.ant-popover-hidden)';

function pressOf(event: KeyboardEvent): Press {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const inField = target?.matches('input, textarea, select, [contenteditable="true"], [role="combobox"]') ?? false;
  return {
    key: event.key, mod: event.metaKey || event.ctrlKey, alt: event.altKey, busy: inField || document.querySelector(overlays) !== null,
    // Chromium ends a composition with keyCode 229 and without isComposing.
    composing: event.isComposing || event.keyCode === 229,
  };
}

/** Listens to the keys of the whole console; once, in the frame. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const places = usePlaces();
  useEffect(() => {
    let before = '';
    let timer = 0;
    const act = (deed: Deed): boolean => {
      switch (deed.kind) {
        case 'palette': openOverlay(useOverlay.getState().overlay === 'palette' ? null : 'palette'); return true;
        case 'keys': openOverlay('keys'); return true;
        case 'fold': toggleNavigation(); return true;
        case 'go': if (places.includes(deed.place)) void navigate({ to: deed.place.to }); return true;
        // Every dialog closes itself.
        case 'close': return false;
      }
    };
    const onKey = (event: KeyboardEvent) => {
      // The page has its own use for the key: `/` is its search. Both at once, and the palette took the focus from the field some moments later.
      if (event.defaultPrevented) return;
      const press = pressOf(event);
      const deed = deedOf(press, before);
      clearTimeout(timer);
      before = begins(press) && !deed ? press.key.toLowerCase() : '';
      if (before) timer = window.setTimeout(() => { before = ''; }, sequenceMs);
      if (deed && act(deed)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', onKey);
    };
  }, [navigate, places]);
}
