import { Tooltip } from 'antd';
import { Children, type CSSProperties, type ReactNode } from 'react';
import styles from './figure.module.css';
import { useHintTrigger } from './media.ts';

type FigureProps = Readonly<{
  label: string;
  /** What the number means; every number carries it (hover or tap). */
  definition: string;
  value: ReactNode;
  note?: ReactNode;
  change?: { text: string; good: boolean } | null;
  tone?: 'plain' | 'waiting';
}>;

/** One number with its name, definition and comparison. */
export function Figure({ label, definition, value, note, change, tone = 'plain' }: FigureProps) {
  return (
    <div className={styles['figure']}>
      <Tooltip title={definition} trigger={useHintTrigger()}>
        <button type="button" className={styles['label']}>{label}</button>
      </Tooltip>
      <div className={styles['value']} data-tone={tone}>{value}</div>
      {(note || change) && (
        <div className={styles['note']}>
          {change && <span className={styles['change']} data-good={change.good}>{change.text}</span>}
          {note}
        </div>
      )}
    </div>
  );
}

const oneRowMax = 5;

/**
 * Figures side by side, parted by hairlines; more than five make two rows of the same length. `columns={6}`: rows of six, or of three or two
 * where there is less room, that stand on the same lines as those of the same page.
 */
export function Figures({ columns, children }: { columns?: 6; children: ReactNode }) {
  const count = Children.count(children);
  const shown = columns ?? (count > oneRowMax ? Math.ceil(count / 2) : count);
  return <div className={styles['row']}><div className={styles['grid']} data-columns={columns} style={{ '--columns': shown } as CSSProperties}>{children}</div></div>;
}
