import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../panel.tsx';
import { nowMs, useFormat, useSentence } from '../session.ts';
import { needsHand, type Notice } from './notices.ts';
import styles from './notices.module.css';

/** Under the bell: what needs a hand first. Following a line closes it. */
export function NoticePanel({ notices, fresh, onClose }: { notices: readonly Notice[]; fresh: ReadonlySet<string>; onClose: () => void }) {
  const { t } = useTranslation();
  const [hands, ended] = [notices.filter(needsHand), notices.filter((notice) => !needsHand(notice))];
  return (
    <Panel label={t('app.notices.title')} onClose={onClose}>
      {notices.length === 0 && <p className={styles.none}>{t('app.notices.none')}</p>}
      <Part title={t('app.notices.hand')} notices={hands} fresh={fresh} onClose={onClose} />
      <Part title={t('app.notices.endedTitle')} notices={ended} fresh={fresh} onClose={onClose} />
    </Panel>
  );
}

function Part({ title, notices, fresh, onClose }: { title: string; notices: readonly Notice[]; fresh: ReadonlySet<string>; onClose: () => void }) {
  if (notices.length === 0) return null;
  return (
    <section>
      <h2 className={styles.title}>{title}</h2>
      <ul>{notices.map((notice) => <li key={notice.key}><Line notice={notice} fresh={fresh.has(notice.key)} onClose={onClose} /></li>)}</ul>
    </section>
  );
}

function Line({ notice, fresh, onClose }: { notice: Notice; fresh: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const text = notice.kind === 'waiting' ? t('app.notices.waiting', { formatted: format.count(notice.count) }) : sentence(notice.job.title);
  const note = notice.kind === 'waiting' ? t('app.notices.waitingHint') : notice.job.problem ? sentence(notice.job.problem) : t(`app.notices.${notice.kind}`, { formatted: rejectedOf(notice, format.count) });
  return (
    <Link to={notice.kind === 'waiting' ? '/' : '/jobs'} className={styles.line} data-kind={notice.kind} onClick={onClose}>
      <span className={styles.text}><bdi>{text}</bdi>{fresh && <span className={styles.fresh}>{t('app.notices.fresh')}</span>}</span>
      <span className={styles.note}>{note}</span>
      <time className={styles.note} dateTime={new Date(notice.atMs).toISOString()}>{format.relative(notice.atMs, nowMs())}</time>
    </Link>
  );
}

function rejectedOf(notice: Notice, count: (value: number) => string): string {
  const rejected = notice.kind === 'waiting' ? undefined : notice.job.result?.['rejected'];
  return typeof rejected === 'number' ? count(rejected) : '';
}
