import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { nowMs, useFormat } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { useHintTrigger } from '../../design/media.ts';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { TableSkeleton } from '../../design/skeleton.tsx';
import { ImportOrders } from '../home/first-steps.tsx';
import { ClassTable } from './class-table.tsx';
import { HeatMap } from './heat-map.tsx';
import { useRfm } from './queries.ts';
import styles from './rfm.module.css';
import { readLines, type Snapshot } from './rfm-math.ts';
import { SizeMap } from './size-map.tsx';
import { TakeSnapshot } from './take-snapshot.tsx';

export function RfmPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useRfm();
  const snapshot = data?.snapshot;
  return (
    <Page title={t('models.title')} lead={snapshot ? <Lead snapshot={snapshot} /> : t('models.lead')} loop={['convert', 'repurchase']} actions={snapshot && snapshot.buyers > 0 ? <TakeSnapshot primary={snapshot.newcomers > 0} /> : undefined}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <TableSkeleton columns={7} />}
      {data && !snapshot && <EmptyState picture="grid" title={t('models.emptyTitle')} text={t('models.emptyText')} actions={<><ImportOrders /><TakeSnapshot primary /></>} />}
      {snapshot?.buyers === 0 && <EmptyState picture="grid" title={t('models.noBuyersTitle')} text={snapshot.newcomers > 0 ? t('models.noBuyersYetText', { time: format.dayTime(snapshot.asOfMs), formatted: format.count(snapshot.newcomers) }) : t('models.noBuyersText', { time: format.dayTime(snapshot.asOfMs) })} actions={<><ImportOrders primary={snapshot.newcomers === 0} /><TakeSnapshot primary={snapshot.newcomers > 0} /></>} />}
      {snapshot && snapshot.buyers > 0 && (
        <>
          {snapshot.newcomers > 0 && <Newcomers snapshot={snapshot} />}
          <Lines snapshot={snapshot} />
          <Section plain title={t('models.classesTitle')}><ClassTable snapshot={snapshot} /></Section>
          <Charts snapshot={snapshot} />
        </>
      )}
    </Page>
  );
}

/** Drawn after the table, in a piece of its own: in between the browser answers to the hand. */
function Charts({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const isDrawn = useDeferredValue(true, false);
  if (!isDrawn) return null;
  return (
    <div className={styles.charts}>
      <Section title={t('models.sizeTitle')}><SizeMap snapshot={snapshot} /></Section>
      <Section title={t('models.heatTitle')}><HeatMap snapshot={snapshot} /></Section>
    </div>
  );
}

function Lead({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{t('models.snapshotOf', { formatted: format.count(snapshot.buyers) })} · <AsOf ms={snapshot.asOfMs} /></>;
}

/** Those who bought, and stand in the list of customers as "no class": the page and the list tell the same. */
function Newcomers({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <p className={styles.newcomers} role="status">
      {t('models.newcomers', { formatted: format.count(snapshot.newcomers), time: format.dayTime(snapshot.asOfMs, nowMs()) })}{t(may('models.run') ? 'models.newcomersTake' : 'models.newcomersWait')}{' '}
      {may('customers.read') && <Link to="/customers" search={{ class: '-' }}>{t('models.newcomersList')}</Link>}
    </p>
  );
}

/** Where "high" begins, in words; the line to its last digit on hover. */
function Lines({ snapshot: { lines, linesBy } }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const trigger = useHintTrigger();
  const read = readLines(lines);
  const by = t(`models.linesBy.${linesBy}`);
  const line = (letter: string, text: string, full: string) => (
    <div><dt>{letter}</dt>{linesBy === 'fixed' ? <dd>{text}</dd> : <Tooltip title={t('models.lineFull', { by, value: full })} trigger={trigger}><dd data-full tabIndex={0}>{text}</dd></Tooltip>}</div>
  );
  return (
    <dl className={styles.lines}>
      {line('R', t('models.lineR', { value: format.count(read.recencyDays) }), t('models.days', { value: format.count(lines.recencyDays) }))}
      {line('F', t('models.lineF', { value: format.count(read.frequency) }), t('models.orders', { value: format.count(lines.frequency) }))}
      {line('M', linesBy === 'fixed' ? t('models.lineM', { value: format.money(lines.amountMinor) }) : t('models.lineMAbout', { value: format.axisMoney(lines.amountMinor) }), format.money(lines.amountMinor))}
      <div><dd>{by}</dd></div>
    </dl>
  );
}
