import type { TimelineEntry } from '@homefield/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat, useSentence } from '../../app/session.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import styles from './customers.module.css';
import { useTimeline } from './queries.ts';
import { useSourceName } from './source-name.ts';
import { amountText, byDay, kindOf } from './timeline-days.ts';

/** Everything that happened to a customer, newest first, grouped by the brand's days. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(customerId);
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const entries = data.pages.flatMap((page) => page.data);
  if (entries.length === 0) return <EmptyState compact picture="search" title={t('customers.timelineEmpty')} />;
  return (
    <>
      {byDay(entries, format.dayKey).map((day) => (
        <section key={day.key}>
          <h3 className={styles.dayHead}>{format.day(day.atMs, nowMs())} <span>{format.weekday(day.atMs)}</span></h3>
          <ol className={styles.entries}>{day.entries.map((entry) => <Entry key={entry.position} entry={entry} />)}</ol>
        </section>
      ))}
      {hasNextPage && <Button className={styles.more ?? ''} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('customers.earlier')}</Button>}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const format = useFormat();
  const sentence = useSentence();
  const sourceName = useSourceName();
  return (
    <li className={styles.entry} data-kind={kindOf(entry.name)}>
      <time className={styles.entryTime} dateTime={new Date(entry.occurredAtMs).toISOString()}>{format.time(entry.occurredAtMs)}</time>
      <div className={styles.entryText}>{sentence(entry.sentence)}<small>{sourceName(entry.source)}</small></div>
      {entry.amountMinor !== null && <span className={styles.entryAmount}>{amountText(entry.name, entry.amountMinor, format.money)}</span>}
    </li>
  );
}
