import type { Sop, SopResult } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { useNarrow } from '../../design/media.ts';
import { Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { ChartSkeleton, FiguresSkeleton } from '../../design/skeleton.tsx';
import { LiftChart } from './lift-chart.tsx';
import { liftOf, missesOf, verdictOf } from './result-math.ts';
import { runningOf } from './sop-draft.ts';
import { Misses, NothingSent } from './sop-misses.tsx';
import styles from './sops.module.css';

type ResultProps = Readonly<{ sop: Sop; result: SopResult | undefined; error: unknown; onRetry: () => void; started: boolean }>;

/** What came of it: how many got there, who was missed and why, and what the treated did beyond the held-out. Where nothing was sent there is no lift to tell. */
export function SopResultView({ sop, result, error, onRetry, started }: ResultProps) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const ended = sop.state === 'ended';
  if (!started) return <EmptyState compact picture="flow" title={t('sops.resultEmptyTitle')} text={t('sops.resultEmptyText')} />;
  if (!result) return error ? <ProblemAlert error={error} onRetry={onRetry} /> : <><FiguresSkeleton count={4} /><ChartSkeleton height={160} /></>;
  return (
    <>
      <p className={styles.resultHead}><Dates result={result} /><AsOf ms={result.asOfMs} />{result.windowsOpen > 0 && <span>{t('sops.soFar', { formatted: result.windowsOpen })}</span>}</p>
      <Counts result={result} />
      <Section title={t('sops.liftTitle')}>
        {result.sent === 0 ? <NothingSent result={result} ended={ended} /> : (
          <>
            <Verdict result={result} ended={ended} />
            <Comparison result={result} sop={sop} />
            <p className={styles.faint}>{sentence(result.definition)}</p>
          </>
        )}
      </Section>
      <Misses sop={sop} result={result} />
    </>
  );
}

/** When it ran, and over which days the figures below were measured. */
function Dates({ result }: { result: SopResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { firstPublishedAtMs, endedAtMs, measuredFromMs, measuredUntilMs } = result;
  return (
    <>
      {firstPublishedAtMs !== null && <span>{t('sops.dates.published', { day: format.day(firstPublishedAtMs) })}</span>}
      {endedAtMs !== null && <span>{t('sops.dates.ended', { day: format.day(endedAtMs) })}</span>}
      {measuredFromMs !== null && measuredUntilMs !== null && <span>{t('sops.dates.measured', { from: format.day(measuredFromMs), to: format.day(measuredUntilMs), formatted: format.count(Math.max(1, Math.ceil((measuredUntilMs - measuredFromMs) / dayMs))) })}</span>}
    </>
  );
}

const dayMs = 86_400_000;

function Counts({ result }: { result: SopResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missed = missesOf(result).reduce((total, { count }) => total + count, 0);
  const values = { enrolled: result.enrolled, heldOut: result.heldOut, sent: result.sent, waiting: result.waiting, missed };
  return (
    <Figures>
      {(['enrolled', 'heldOut', 'sent', 'waiting', 'missed'] as const).map((name) => (
        <Figure key={name} label={t(`sops.counts.${name}`)} definition={t(`sops.definitions.${name}`)} value={format.count(values[name])} {...((name === 'waiting' || name === 'missed') && values[name] > 0 ? { tone: 'waiting' } : {})} />
      ))}
    </Figures>
  );
}

/** One plain sentence and the interval as a drawing. When the interval contains zero, the sentence says that nothing is proved. */
function Verdict({ result, ended }: { result: SopResult; ended: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lift = liftOf(result);
  const verdict = verdictOf(lift);
  if (!lift) return <p className={styles.verdict}>{t(result.liftPerCustomerMinor === null ? 'sops.verdicts.none' : 'sops.verdicts.noInterval')}</p>;
  const words = { value: format.money(Math.abs(Math.round(lift.value))), low: format.money(Math.round(lift.low)), high: format.money(Math.round(lift.high)), total: format.compactMoney(result.incrementalSalesMinor) };
  return (
    <div className={styles.verdictBox}>
      <p className={styles.verdict}>{t(`sops.verdicts.${verdict}`, words)}</p>
      {verdict !== 'unclear' && result.incrementalSalesMinor !== null && <p className={styles.verdictNote}>{t('sops.incremental', words)}</p>}
      {verdict === 'unclear' && <p className={styles.verdictNote}>{t(ended ? 'sops.unclearEnded' : 'sops.unclearHint')}</p>}
      <LiftChart lift={lift} verdict={verdict} />
    </div>
  );
}

/** The two groups beside each other. On a phone they are the columns: six columns of figures would be cut at its edge. */
function Comparison({ result, sop }: { result: SopResult; sop: Sop }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const measures = useMeasures(runningOf(sop).goal.withinDays);
  const groups: Group[] = [
    { name: t('sops.treated'), customers: result.treatedCustomers, converted: result.converted, salesMinor: result.treatedSalesMinor },
    { name: t('sops.heldOutGroup'), customers: result.heldOutCustomers, converted: result.heldOutConverted, salesMinor: result.heldOutSalesMinor },
  ];
  const byGroup = groups.map((group) => ({ head: group.name, cells: measures.map(({ of }) => of(group)) }));
  const byMeasure = measures.map(({ title, of }) => ({ head: title, cells: groups.map(of) }));
  const heads = narrow ? groups.map(({ name }) => name) : measures.map(({ title }) => title);
  return (
    <div className={styles.tableScroll}>
      <table className={styles.comparison} data-narrow={narrow}>
        <thead><tr><th scope="col">{t('sops.group')}</th>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {(narrow ? byMeasure : byGroup).map(({ head, cells }) => <tr key={head}><th scope="row">{head}</th>{cells.map((cell, index) => <td key={heads[index]}>{cell}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

type Group = Readonly<{ name: string; customers: number; converted: number; salesMinor: number }>;

function useMeasures(withinDays: number): readonly { title: string; of: (group: Group) => string }[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    { title: t('sops.customers'), of: ({ customers }) => format.count(customers) },
    { title: t('sops.converted', { days: withinDays }), of: ({ converted }) => format.count(converted) },
    { title: t('sops.rate'), of: ({ customers, converted }) => format.percent(customers === 0 ? null : converted / customers) },
    { title: t('sops.sales'), of: ({ salesMinor }) => format.compactMoney(salesMinor) },
    { title: t('sops.perCustomer'), of: ({ customers, salesMinor }) => (customers === 0 ? '–' : format.money(Math.round(salesMinor / customers))) },
  ];
}
