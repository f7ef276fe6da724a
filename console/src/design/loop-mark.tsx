import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './page.module.css';

export const loopStages = ['attract', 'keep', 'engage', 'convert', 'repurchase', 'refer'] as const;
export type LoopStage = (typeof loopStages)[number];

const radius = 9;
const gapDegrees = 14;

/** Where a page stands in the customer's loop: a ring of six arcs, the page's own ones in jade. */
export function LoopMark({ stages }: { stages: readonly LoopStage[] }) {
  const { t } = useTranslation();
  // All of the loop is no place in it: the words beside the ring say what it is, and a hint would only repeat them.
  const whole = stages.length === loopStages.length;
  const names = whole ? t('app.loop.all') : stages.map((stage) => t(`app.loop.${stage}`)).join(' · ');
  const hint = whole ? names : t('app.loop.hint', { stages: names });
  const mark = (
    <span className={styles['loop']} data-hint={!whole} tabIndex={whole ? undefined : 0} role="img" aria-label={hint}>
      <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
        {loopStages.map((stage, index) => (
          <path key={stage} d={arc(index * 60 - 90 + gapDegrees / 2, (index + 1) * 60 - 90 - gapDegrees / 2)} fill="none" strokeWidth="3"
            stroke={stages.includes(stage) ? 'var(--accent)' : 'var(--line-strong)'} />
        ))}
      </svg>
      <span className={styles['loopNames']}>{names}</span>
    </span>
  );
  return whole ? mark : <Tooltip title={hint} placement="bottomRight">{mark}</Tooltip>;
}

function arc(fromDegrees: number, toDegrees: number): string {
  const point = (degrees: number) => `${(radius * Math.cos((degrees * Math.PI) / 180)).toFixed(2)} ${(radius * Math.sin((degrees * Math.PI) / 180)).toFixed(2)}`;
  return `M ${point(fromDegrees)} A ${radius} ${radius} 0 0 1 ${point(toDegrees)}`;
}
