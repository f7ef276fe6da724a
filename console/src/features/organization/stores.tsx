import { SearchOutlined } from '@ant-design/icons';
import type { Store, StoreSuggestion } from '@homefield/contract';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { toast } from '../../design/toast.tsx';
import styles from './settings.module.css';
import { StoreDialog } from './store-dialog.tsx';
import { shownStores } from './store-regions.ts';
import { useAddStores, useStores, useStoreSuggestions } from './store-queries.ts';

const pageRows = 50;

/** Stores and their regions, with the names that customers carry and nobody has listed yet. */
export function Stores() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay()('users.manage');
  const { data, error, refetch } = useStores();
  const [words, setWords] = useState('');
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<Store | { name: string } | null>(null);
  const suggestions = useStoreSuggestions(mayChange).data?.data ?? [];
  const found = data && shownStores(data, words);
  const columns: Column<Store>[] = [
    { key: 'name', title: t('stores.name'), phone: 'head', render: (row) => <strong style={{ fontWeight: 500 }}>{row.name}</strong> },
    { key: 'region', title: t('stores.region'), render: (row) => row.region ?? <span className={styles.none}>{t('stores.noRegion')}</span> },
    { key: 'customers', title: t('stores.customers'), align: 'right', phone: 'end', render: (row) => format.count(row.customers) },
    { key: 'state', title: t('stores.state'), render: (row) => (row.active ? <Tag tone="accent">{t('stores.open')}</Tag> : <Tag>{t('stores.closed')}</Tag>) },
  ];
  return (
    <>
      <div className={styles.tools}>
        {data && data.length > 0 && <Input allowClear prefix={<SearchOutlined />} className={styles.search ?? ''} placeholder={t('stores.search')} aria-label={t('stores.search')} value={words} onChange={({ target }) => { setWords(target.value); setPage(0); }} />}
        {mayChange && <Button type="primary" onClick={() => setOpen({ name: '' })}>{t('stores.add')}</Button>}
      </div>
      {mayChange && <Suggestions names={suggestions} onChoose={(name) => setOpen({ name })} />}
      <DataTable
        label={t('accounts.sections.stores')} columns={columns} rows={found?.slice(page * pageRows, (page + 1) * pageRows)} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()}
        {...(mayChange ? { onOpen: setOpen } : {})} summary={found && t('stores.count', { count: found.length })}
        pages={found && found.length > pageRows ? { onNext: (page + 1) * pageRows < found.length ? () => setPage(page + 1) : null, onPrevious: page > 0 ? () => setPage(page - 1) : null } : undefined}
        empty={words === '' ? <EmptyState compact={suggestions.length > 0} picture="store" title={t(suggestions.length > 0 ? 'stores.noneListed' : 'stores.empty')} text={t(suggestions.length > 0 ? 'stores.noneListedText' : 'stores.emptyText')} /> : <NothingFound onClear={() => setWords('')} />}
      />
      {open && <StoreDialog store={'id' in open ? open : null} name={open.name} stores={data ?? []} onClose={() => setOpen(null)} />}
    </>
  );
}

const suggestionsShown = 12;

function Suggestions({ names, onChoose }: { names: readonly StoreSuggestion[]; onChoose: (name: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const add = useAddStores();
  const [all, setAll] = useState(false);
  if (names.length === 0) return null;
  return (
    <section className={styles.suggestions} aria-label={t('stores.suggestionsTitle', { count: names.length })}>
      <div className={styles.head}>
        {t('stores.suggestionsTitle', { count: names.length })}
        <Button size="small" loading={add.isPending} onClick={() => add.mutate(names.map(({ name }) => ({ name, region: null })), { onSuccess: (count) => toast(t('stores.added', { count })) })}>{t('stores.addAll')}</Button>
      </div>
      <ProblemAlert error={add.error} />
      <div className={styles.names}>
        {(all ? names : names.slice(0, suggestionsShown)).map(({ name, customers }) => (
          <Button key={name} size="small" type="dashed" disabled={add.isPending} aria-label={t('stores.addNamed', { name })} onClick={() => onChoose(name)}>{t('stores.suggestion', { name, customers: format.count(customers) })}</Button>
        ))}
        {!all && names.length > suggestionsShown && <Button size="small" type="link" onClick={() => setAll(true)}>{t('stores.showRest', { count: names.length - suggestionsShown })}</Button>}
      </div>
    </section>
  );
}
