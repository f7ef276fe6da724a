import { DownOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './home.module.css';

/** One line that opens: on a phone the numbers come first, and what stands around them takes no more than this. */
export function Folded({ line, note, children }: { line: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <details className={styles.folded}>
      <summary><span className={styles.foldedLine}>{line}</span>{note && <span className={styles.quiet}>{note}</span>}<DownOutlined aria-hidden="true" /></summary>
      {children}
    </details>
  );
}
