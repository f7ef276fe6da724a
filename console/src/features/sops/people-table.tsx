import type { SopEnrollment } from '@homefield/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedRows } from '../../api/loaded-rows.ts';
import { nowMs, useFormat } from '../../app/session.ts';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Relative } from '../../design/values.tsx';
import type { PeopleOf } from './people-of.ts';
import { useEnrollments } from './queries.ts';
import styles from './sops.module.css';

/** Everybody who stands at a step, or whose message of it stands so and why it missed them, a portion at a time. `waits`: the step lets time pass, and each has an end of it. */
export function PeopleTable({ sopId, people, waits }: { sopId: string; people: PeopleOf; waits: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const missed = people.outcome === 'missed';
  const list = useEnrollments(sopId, people);
  const rows = useLoadedRows(list.data);
  const columns = useMemo((): Column<SopEnrollment>[] => [
    { key: 'name', title: t('customers.name'), width: 220, phone: 'head', render: ({ customer }) => <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={styles.rowName} onClick={(event) => event.stopPropagation()}><bdi>{customer.name || t('customers.noName')}</bdi></Link> },
    { key: 'entered', title: t('sops.enteredTitle'), width: 140, render: (row) => <Relative ms={row.enteredAtMs} /> },
    { key: 'version', title: t('sops.version'), width: 92, align: 'right', render: (row) => t('sops.versionNumber', { number: row.version }) },
    ...(missed ? [{ key: 'reason', title: t('sops.reasonTitle'), width: 200, render: (row: SopEnrollment) => (row.missReason === null ? '–' : t(`sops.misses.${row.missReason}`)) }] : []),
    ...(waits ? [{ key: 'wake', title: t('sops.waitsUntil'), width: 148, align: 'right' as const, render: (row: SopEnrollment) => (row.wakeAtMs === null ? '–' : format.dayTime(row.wakeAtMs, nowMs())) }] : []),
  ], [t, format, missed, waits]);
  return (
    <div className={styles.peopleList}><DataTable label={t('sops.people')} columns={columns} rows={rows} rowKey={(row) => row.id} error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()}
      onOpen={({ customer }) => void navigate({ to: '/customers/$customerId', params: { customerId: customer.id } })}
      endless={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), error: list.isFetchNextPageError ? list.error : undefined }}
      empty={<EmptyState compact picture="people" title={t(people.outcome ? 'sops.nobodySo' : 'sops.nobodyHere')} />} /></div>
  );
}
