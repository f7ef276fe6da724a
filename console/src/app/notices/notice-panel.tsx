import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../panel.tsx';
import { nowMs, useFormat, useSentence } from '../session.ts';
import type { Hand } from './hands.ts';
import type { Notice } from './notices.ts';
import styles from './notices.module.css';

/** Under the bell: what needs a hand first. Following a line closes it. */
export function NoticePanel({ notices, fresh, onClose }: { notices: readonly Notice[]; fresh: ReadonlySet<string>; onClose: () => void }) {
  const { t } = useTranslation();
  const [hands, ended] = [notices.filter(({ kind }) => kind === 'hand'), notices.filter(({ kind }) => kind !== 'hand')];
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

type LineProps<Shown extends Notice> = { notice: Shown; fresh: boolean; onClose: () => void };

function Line({ notice, ...rest }: LineProps<Notice>) {
  return notice.kind === 'hand' ? <HandLine notice={notice} {...rest} /> : <EndedLine notice={notice} {...rest} />;
}

function HandLine({ notice: { hand }, fresh, onClose }: LineProps<Extract<Notice, { hand: Hand }>>) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t(`home.hands.${hand.name}`);
  const inner = <span className={styles.text} data-whole="true"><span>{hand.name === 'wecom' ? text : t('app.notices.hands', { formatted: format.count(hand.count), text })}</span><Fresh fresh={fresh} /></span>;
  return hand.to ? <Link to={hand.to} search={hand.search} className={styles.line} data-kind="hand" onClick={onClose}>{inner}</Link> : <div className={styles.line} data-kind="hand">{inner}</div>;
}

function EndedLine({ notice, fresh, onClose }: LineProps<Exclude<Notice, { hand: Hand }>>) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const rejected = notice.job.result?.['rejected'];
  const note = notice.job.problem ? sentence(notice.job.problem) : t(`app.notices.${notice.kind}`, { formatted: typeof rejected === 'number' ? format.count(rejected) : '' });
  return (
    <Link to="/jobs" className={styles.line} data-kind={notice.kind} onClick={onClose}>
      <span className={styles.text}><bdi>{sentence(notice.job.title)}</bdi><Fresh fresh={fresh} /></span>
      <span className={styles.note}>{note}</span>
      <time className={styles.note} dateTime={new Date(notice.atMs).toISOString()}>{format.relative(notice.atMs, nowMs())}</time>
    </Link>
  );
}

function Fresh({ fresh }: { fresh: boolean }) {
  const { t } = useTranslation();
  return fresh && <span className={styles.fresh}>{t('app.notices.fresh')}</span>;
}
