import type { SopResult, SopStep } from '@homefield/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import type { PeopleOf } from './people-of.ts';
import styles from './sops.module.css';

type Numbers = SopResult['steps'][number];
type NumbersProps = Readonly<{ step: SopStep; numbers: Numbers; onPeople: ((people: PeopleOf) => void) | undefined }>;

/** How many came to a step and what became of them: of a wait who is there and who went on, of a message whom it reached and whom not, and why. */
export function StepNumbers({ step, numbers, onPeople }: NumbersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const came = <span>{t('sops.entered')} <b>{format.count(numbers.entered)}</b></span>;
  if (step.kind === 'send') return <MessageNumbers came={came} step={step} numbers={numbers} onPeople={onPeople} />;
  return (
    <p className={styles.stats}>
      {came}
      <People label={t('sops.here')} count={numbers.here} onClick={onPeople && (() => onPeople({ step: step.id }))} />
      <span>{t('sops.passed')} <b>{format.count(numbers.passed)}</b></span>
    </p>
  );
}

function MessageNumbers({ came, step, numbers, onPeople }: NumbersProps & { came: ReactNode }) {
  const { t } = useTranslation();
  const { sent, withStaff, queued, missed } = numbers.messages ?? { sent: 0, withStaff: 0, queued: 0, missed: [] };
  const missedCount = missed.reduce((total, { count }) => total + count, 0);
  const show = (people: Omit<PeopleOf, 'step'>) => onPeople && (() => onPeople({ step: step.id, ...people }));
  return (
    <>
      <p className={styles.stats}>
        {came}
        <People label={t('sops.counts.sent')} count={sent} onClick={show({ outcome: 'sent' })} />
        <People label={t('sops.withStaff')} count={withStaff} tone="waiting" onClick={show({ outcome: 'with_staff' })} />
        {queued > 0 && <People label={t('sops.queued')} count={queued} onClick={show({ outcome: 'queued' })} />}
        <People label={t('sops.counts.missed')} count={missedCount} tone="waiting" onClick={show({ outcome: 'missed' })} />
      </p>
      {missedCount > 0 && (
        <ul className={styles.misses} aria-label={t('sops.missesTitle')}>
          {missed.map(({ reason, count }) => <li key={reason}><People label={t(`sops.misses.${reason}`)} count={count} onClick={show({ outcome: 'missed', reason })} /></li>)}
        </ul>
      )}
    </>
  );
}

/** A number that leads to its people, where there are any and the reader may see them. */
function People({ label, count, tone, onClick }: { label: string; count: number; tone?: 'waiting'; onClick: (() => void) | undefined }) {
  const format = useFormat();
  return (
    <button type="button" className={styles.here} data-waiting={tone === 'waiting' && count > 0} disabled={count === 0 || !onClick} onClick={onClick}>
      {label} <b>{format.count(count)}</b>
    </button>
  );
}
