import { useEffect, useRef, type ReactNode } from 'react';
import styles from './overlay.module.css';

/** What lies over the page for a moment. The browser's own dialog keeps the focus inside, closes on Esc and gives the focus back. */
export function Overlay({ label, wide = false, onClose, children }: { label: string; wide?: boolean; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    // It closes by being taken away: closing it here would tell `onClose`, also between the two mounts of strict mode.
    if (element && !element.open) element.showModal();
  }, []);
  // Esc is told at once, not with the `close` that comes later: the palette's own key pressed in between would close what is closed already.
  const leave = () => {
    dialog.current?.close();
    onClose();
  };
  return (
    <dialog ref={dialog} className={styles.overlay} data-wide={wide} aria-label={label} onClick={(event) => event.target === dialog.current && leave()}
      onCancel={(event) => { event.preventDefault(); leave(); }} onClose={() => { if (dialog.current?.open === false) onClose(); }}>
      {children}
    </dialog>
  );
}
