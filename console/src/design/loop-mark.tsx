import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHintTrigger } from './media.ts';
import styles from './page.module.css';

export const loopStages = ['attract', 'keep', 'engage', 'convert', 'repurchase', 'refer'] as const;
export type LoopStage = (typeof loopStages)[number];

const radius = 9;
const gapDegrees = 14;

/** Where a page stands in the customer's loop: a ring of six arcs, the page's own ones in jade. Says on hover or tap what the six are. */
export function LoopMark({ stages }: { stages: readonly LoopStage[] }) {
  const { t } = useTranslation();
  const whole = stages.length === loopStages.length;
  const names = whole ? t('app.loop.all') : stages.map((stage) => t(`app.loop.${stage}`)).join(' · ');
  return (
    <Popover content={<Explained stages={stages} />} placement="bottomRight" trigger={useHintTrigger()}>
      <button type="button" className={styles['loop']} aria-label={whole ? names : t('app.loop.hint', { stages: names })}>
        <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
          {loopStages.map((stage, index) => (
            <path key={stage} d={arc(index * 60 - 90 + gapDegrees / 2, (index + 1) * 60 - 90 - gapDegrees / 2)} fill="none" strokeWidth="3"
              stroke={stages.includes(stage) ? 'var(--accent)' : 'var(--line-strong)'} />
          ))}
        </svg>
        <span className={styles['loopNames']}>{names}</span>
      </button>
    </Popover>
  );
}

/** The six stages in their order, those of the page marked. */
function Explained({ stages }: { stages: readonly LoopStage[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles['loopText']}>
      <strong>{t('app.loop.all')}</strong>
      <p>{t(stages.length === loopStages.length ? 'app.loop.aboutWhole' : 'app.loop.about')}</p>
      <ol>
        {loopStages.map((stage) => (
          <li key={stage} data-here={stages.includes(stage)} aria-current={stages.includes(stage) || undefined}><b>{t(`app.loop.${stage}`)}</b><span>{t(`app.loop.text.${stage}`)}</span></li>
        ))}
      </ol>
    </div>
  );
}

function arc(fromDegrees: number, toDegrees: number): string {
  const point = (degrees: number) => `${(radius * Math.cos((degrees * Math.PI) / 180)).toFixed(2)} ${(radius * Math.sin((degrees * Math.PI) / 180)).toFixed(2)}`;
  return `M ${point(fromDegrees)} A ${radius} ${radius} 0 0 1 ${point(toDegrees)}`;
}
