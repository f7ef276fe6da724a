import type { TodayNumbers } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import styles from './home.module.css';

type Line = { key: string; to: '/sops' | '/jobs' | '/settings'; count?: number; text: string };

/** What stands still until a person does something; each line leads to where it is done. */
export function Hands({ hands }: { hands: TodayNumbers['hands'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const { wecomMissing, messagesWaiting, failedJobs7d, pausedSops } = hands;
  const lines: Line[] = [
    ...(wecomMissing ? [{ key: 'wecom', to: '/settings' as const, text: t('home.hands.wecomMissing') }] : []),
    ...(messagesWaiting > 0 ? [{ key: 'messages', to: '/sops' as const, count: messagesWaiting, text: t('home.hands.messagesWaiting', { count: messagesWaiting }) }] : []),
    ...(failedJobs7d > 0 && may('jobs.read') ? [{ key: 'jobs', to: '/jobs' as const, count: failedJobs7d, text: t('home.hands.failedJobs', { count: failedJobs7d }) }] : []),
    ...(pausedSops > 0 ? [{ key: 'paused', to: '/sops' as const, count: pausedSops, text: t('home.hands.pausedSops', { count: pausedSops }) }] : []),
  ];
  if (lines.length === 0) return <p className={styles.quiet}>{t('home.nothingWaits')}</p>;
  return (
    <div className={styles.hands}>
      {lines.map(({ key, to, count, text }) => (
        <Link key={key} to={to} search={key === 'wecom' ? { section: 'wecom' } : {}} className={styles.waitingLine}>
          {count !== undefined && <span className={styles.waitingNumber}>{format.count(count)}</span>}<span>{text}</span>
        </Link>
      ))}
    </div>
  );
}
