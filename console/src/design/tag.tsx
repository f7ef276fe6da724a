import type { ReactNode } from 'react';
import styles from './tag.module.css';

export type Tone = 'plain' | 'accent' | 'amber' | 'red';

/** A short state or class beside a name. The tone repeats what the word says, never replaces it. */
export function Tag({ tone = 'plain', children, dot = false }: { tone?: Tone; children: ReactNode; dot?: boolean }) {
  return <span className={styles['tag']} data-tone={tone}>{dot && <i aria-hidden="true" />}{children}</span>;
}
