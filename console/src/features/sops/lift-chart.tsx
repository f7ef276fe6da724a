import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import styles from './lift.module.css';
import { intervalPlaces, type Lift, type Verdict } from './result-math.ts';

/** The interval on a line with zero: left of zero is less than doing nothing, right of it more. */
export function LiftChart({ lift, verdict }: { lift: Lift; verdict: Verdict }) {
  const { t } = useTranslation();
  const format = useFormat();
  const places = intervalPlaces(lift);
  const text = (minor: number) => format.money(Math.round(minor));
  return (
    <figure className={styles.chart} data-verdict={verdict} role="img" aria-label={t('sops.liftLabel', { value: text(lift.value), low: text(lift.low), high: text(lift.high) })}>
      <div className={styles.line}>
        <i className={styles.zero} style={{ left: `${places.zero}%` }} />
        <i className={styles.interval} style={{ left: `${places.low}%`, width: `${places.high - places.low}%` }} />
        <i className={styles.point} style={{ left: `${places.value}%` }} />
        <span className={styles.end} style={{ left: `${places.low}%` }}>{text(lift.low)}</span>
        <span className={styles.end} style={{ left: `${places.high}%` }}>{text(lift.high)}</span>
        <strong className={styles.value} style={{ left: `${places.value}%` }}>{text(lift.value)}</strong>
        <span className={styles.zeroText} style={{ left: `${places.zero}%` }}>{t('sops.noDifference')}</span>
      </div>
    </figure>
  );
}
