import type { SystemState } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page, Section } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { useSystem } from './queries.ts';
import { bytesText, durationText } from './units.ts';

/** Below this share of its disk a database may soon stop. */
const diskWarnShare = 0.1;
const diskWarnBytes = 5 * 2 ** 30;
/** Readers are a second behind while much arrives; more needs a look. */
const lagWarnMs = 10_000;
/** Readers of the log that have a name in words. */
const readers = ['clickhouse', 'sops', 'customer words'];

/** How the installation stands, for those who look after it: from the server's own measurements, every five seconds. */
export function SystemPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useSystem();
  return (
    <Page title={t('system.title')} lead={data ? <AsOf ms={data.asOfMs} /> : undefined}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading rows={8} />}
      {data && <State state={data} />}
    </Page>
  );
}

function State({ state }: { state: SystemState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { disk, memory, jobs } = state;
  const diskLow = disk.freeBytes < diskWarnBytes || disk.freeBytes < diskWarnShare * disk.totalBytes;
  return (
    <>
      <Figures>
        <Figure label={t('system.disk')} definition={t('system.diskDefinition')} tone={diskLow ? 'waiting' : 'plain'} value={bytesText(disk.freeBytes)} note={t('system.of', { total: bytesText(disk.totalBytes) })} />
        <Figure label={t('system.memory')} definition={t('system.memoryDefinition')} value={bytesText(memory.processBytes)} note={t('system.freeOf', { free: bytesText(memory.freeBytes), total: bytesText(memory.totalBytes) })} />
        <Figure label={t('system.jobs')} definition={t('system.jobsDefinition')} value={jobs ? format.count(jobs.running + jobs.waiting) : '–'} note={jobs ? t('system.jobsEnded', { done: format.count(jobs.done), failed: format.count(jobs.failed) }) : t('system.noAnswer')} />
        <Figure label={t('system.up')} definition={t('system.upDefinition')} value={durationText(state.upForMs, t)} note={t('system.versions', { version: state.version, node: state.node })} />
      </Figures>
      <Section plain title={t('system.engines')}><Engines state={state} /></Section>
      <Section plain title={t('system.log')}>{state.log ? <Log log={state.log} /> : <p>{t('system.noAnswer')}</p>}</Section>
    </>
  );
}

type EngineRow = SystemState['postgres'] & { name: string; duty: string };

function Engines({ state }: { state: SystemState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows: EngineRow[] = [{ ...state.postgres, name: 'PostgreSQL', duty: t('system.postgresDuty') }, { ...state.clickhouse, name: 'ClickHouse', duty: t('system.clickhouseDuty') }];
  const columns: Column<EngineRow>[] = [
    { key: 'name', title: t('system.engine'), phone: 'head', render: (row) => <strong>{row.name}</strong> },
    { key: 'duty', phone: 'none', title: t('system.duty'), render: (row) => row.duty },
    { key: 'version', title: t('system.version'), render: (row) => <>{row.version} {row.embedded && <Tag>{t('system.embedded')}</Tag>}</> },
    { key: 'bytes', title: t('system.bytes'), align: 'right', render: (row) => (row.bytes === null ? '–' : bytesText(row.bytes)) },
    { key: 'answer', title: t('system.answer'), align: 'right', phone: 'end', render: (row) => (row.answeredInMs === null ? <Tag tone="red" dot>{t('system.noAnswer')}</Tag> : <Tag tone="accent" dot>{t('system.answeredIn', { ms: format.count(row.answeredInMs) })}</Tag>) },
  ];
  return <DataTable label={t('system.engines')} columns={columns} rows={rows} rowKey={(row) => row.name} empty={null} />;
}

function Log({ log }: { log: NonNullable<SystemState['log']> }) {
  const { t } = useTranslation();
  type Row = { key: string; name: string; ms: number; hint: string };
  const rows: Row[] = [
    ...log.readers.map(({ reader, lagMs }) => ({ key: reader, name: readers.includes(reader) ? t(`system.readers.${reader.replaceAll(' ', '_') as 'sops'}`) : reader, ms: lagMs, hint: t('system.lagHint') })),
    { key: 'oldest', name: t('system.oldest'), ms: log.oldestTransactionMs, hint: t('system.oldestHint') },
  ];
  const columns: Column<Row>[] = [
    { key: 'name', title: t('system.reader'), phone: 'head', render: (row) => row.name },
    { key: 'hint', phone: 'none', title: t('system.meaning'), render: (row) => row.hint },
    { key: 'lag', title: t('system.lag'), align: 'right', phone: 'end', render: (row) => <Tag tone={row.ms > lagWarnMs ? 'amber' : 'accent'} dot>{row.ms < 1_000 ? t('system.underASecond') : durationText(row.ms, t)}</Tag> },
  ];
  return <><DataTable label={t('system.log')} columns={columns} rows={rows} rowKey={(row) => row.key} empty={null} />{log.parked > 0 && <p>{t('system.parked', { count: log.parked })}</p>}</>;
}
