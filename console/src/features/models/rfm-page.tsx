import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { TableSkeleton } from '../../design/skeleton.tsx';
import { ClassTable } from './class-table.tsx';
import { HeatMap } from './heat-map.tsx';
import { useRfm } from './queries.ts';
import styles from './rfm.module.css';
import type { Snapshot } from './rfm-math.ts';
import { SizeMap } from './size-map.tsx';
import { TakeSnapshot } from './take-snapshot.tsx';

export function RfmPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useRfm();
  const snapshot = data?.snapshot;
  return (
    <Page title={t('models.title')} lead={snapshot ? <Lead snapshot={snapshot} /> : t('models.lead')} loop={['convert', 'repurchase']} actions={snapshot && snapshot.buyers > 0 ? <TakeSnapshot /> : undefined}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <TableSkeleton columns={7} />}
      {data && !snapshot && <EmptyState picture="grid" title={t('models.emptyTitle')} text={t('models.emptyText')} actions={<TakeSnapshot primary />} />}
      {snapshot?.buyers === 0 && <EmptyState picture="grid" title={t('models.noBuyersTitle')} text={t('models.noBuyersText', { time: format.dayTime(snapshot.asOfMs) })} actions={<TakeSnapshot primary />} />}
      {snapshot && snapshot.buyers > 0 && (
        <>
          <Lines snapshot={snapshot} />
          <Section plain title={t('models.classesTitle')}><ClassTable snapshot={snapshot} /></Section>
          <div className={styles.charts}>
            <Section title={t('models.sizeTitle')}><SizeMap snapshot={snapshot} /></Section>
            <Section title={t('models.heatTitle')}><HeatMap snapshot={snapshot} /></Section>
          </div>
        </>
      )}
    </Page>
  );
}

function Lead({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{t('models.snapshotOf', { formatted: format.count(snapshot.buyers) })} · <AsOf ms={snapshot.asOfMs} /></>;
}

/** Where "high" begins, in words. */
function Lines({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { recencyDays, frequency, amountMinor } = snapshot.lines;
  return (
    <dl className={styles.lines}>
      <div><dt>R</dt><dd>{t('models.lineR', { value: format.count(recencyDays) })}</dd></div>
      <div><dt>F</dt><dd>{t('models.lineF', { value: format.count(frequency) })}</dd></div>
      <div><dt>M</dt><dd>{t('models.lineM', { value: format.money(amountMinor) })}</dd></div>
      <div><dd>{t(`models.linesBy.${snapshot.linesBy}`)}</dd></div>
    </dl>
  );
}
