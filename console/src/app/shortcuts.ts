import { places, type Place } from './places.tsx';

/** A key, or keys one after the other. `mod` is ⌘ on a Mac and Ctrl elsewhere. The list of keys and the listener both read this. */
export type Shortcut = Readonly<{ keys: readonly string[]; does: Deed }>;
export type Deed = Readonly<{ kind: 'go'; place: Place } | { kind: 'palette' } | { kind: 'keys' } | { kind: 'fold' } | { kind: 'close' }>;

export const shortcuts: readonly Shortcut[] = [
  { keys: ['mod', 'k'], does: { kind: 'palette' } },
  { keys: ['/'], does: { kind: 'palette' } },
  { keys: ['?'], does: { kind: 'keys' } },
  { keys: ['['], does: { kind: 'fold' } },
  { keys: ['esc'], does: { kind: 'close' } },
  ...places.map((place): Shortcut => ({ keys: ['g', place.key], does: { kind: 'go', place } })),
];

/** What a key press means, as far as the listener needs to know of it. */
export type Press = Readonly<{ key: string; mod: boolean; alt: boolean; composing: boolean; /** In a field, or under a dialog. */ busy: boolean }>;

/**
 * The deed of a press after the one before it. Nothing happens while somebody composes Chinese, nor in fields and dialogs: only the search opens from
 * everywhere.
 */
export function deedOf(press: Press, before: string): Deed | undefined {
  if (press.composing || press.alt) return undefined;
  const key = press.key.toLowerCase();
  if (press.mod) return shortcuts.find(({ keys }) => keys[0] === 'mod' && keys[1] === key)?.does;
  if (press.busy) return undefined;
  return shortcuts.find(({ keys }) => (keys.length === 1 ? keys[0] === key && before === '' : keys[0] === before && keys[1] === key))?.does;
}

/** Whether the press begins a sequence. */
export function begins({ key, mod, alt, composing, busy }: Press): boolean {
  return !mod && !alt && !composing && !busy && shortcuts.some(({ keys }) => keys.length > 1 && keys[0] === key.toLowerCase() && keys[0] !== 'mod');
}
