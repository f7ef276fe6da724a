import type { ReactNode } from 'react';
import styles from './feedback.module.css';
import { Picture, type PictureName } from './illustrations.tsx';

/** What an empty place says: why it is empty, what it will show, and the first step. */
export function EmptyState({ picture, title, text, actions, compact = false, alone = false }: {
  picture: PictureName; title: string; text?: ReactNode; actions?: ReactNode; compact?: boolean; /** It is the whole page, and its title the page's. */ alone?: boolean;
}) {
  const Title = alone ? 'h1' : 'h2';
  return (
    <div className={styles['empty']} data-compact={compact}>
      <Picture name={picture} size={compact ? 112 : 160} />
      <Title className={styles['emptyTitle']}>{title}</Title>
      {text && <div className={styles['emptyText']}>{text}</div>}
      {actions && <div className={styles['emptyActions']}>{actions}</div>}
    </div>
  );
}
