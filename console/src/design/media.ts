import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  const subscribe = (listener: () => void) => {
    const media = matchMedia(query);
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  };
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** True on phones: below 768 px. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 767px)');
}

/** True on phones and tablets: below 1024 px, where parts stand under each other. */
export function useStacked(): boolean {
  return useMedia('(max-width: 1023px)');
}

/** True for people whose system was told that nothing should move. */
export function useStill(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)');
}

/**
 * What opens a hint. A finger hovers for as long as it taps: with `hover` among them a hint closed again as soon as it was lifted.
 */
export function useHintTrigger(): ('hover' | 'focus' | 'click')[] {
  return useMedia('(hover: none)') ? ['click'] : ['hover', 'focus'];
}
