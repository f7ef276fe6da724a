import { useEffect, useRef, type ReactNode } from 'react';
import styles from './panel.module.css';

/** What opens under a button of the bar; gone with a click elsewhere and with Esc, which gives the focus back. */
export function Panel({ label, narrow = false, side = 'end', onClose, children }: { label: string; narrow?: boolean; /** `start`: over the navigation. */ side?: 'start' | 'end'; onClose: () => void; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => { close.current = onClose; });
  useEffect(() => {
    const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    panel.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      opener?.focus();
      close.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <div className={styles.behind} onClick={onClose} aria-hidden="true" />
      <div ref={panel} className={styles.panel} data-narrow={narrow} data-side={side} role="dialog" tabIndex={-1} aria-label={label}>{children}</div>
    </>
  );
}
