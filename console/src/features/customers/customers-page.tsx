import { ImportOutlined, SearchOutlined } from '@ant-design/icons';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, NothingFound } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { ExportCustomers } from '../jobs/start-export.tsx';
import { useCustomerColumns } from './customer-columns.tsx';
import styles from './customers.module.css';
import { useCustomers } from './queries.ts';

const ImportDialog = lazy(async () => ({ default: (await import('../imports/import-dialog.tsx')).ImportDialog }));
const route = getRouteApi('/customers');
const searchDelayMs = 300;

export function CustomersPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, sort, cursor } = search;
  const { data, error, refetch, isPlaceholderData } = useCustomers({ q, sort, cursor });
  const columns = useCustomerColumns();
  const trail = useRef<(string | undefined)[]>([]);
  const openImport = () => void navigate({ search: { ...search, dialog: 'import' } });
  const goTo = (next: string | undefined) => void navigate({ search: { q, sort, ...(next ? { cursor: next } : {}) } });
  const onNext = data?.nextCursor ? () => { trail.current.push(cursor); goTo(data.nextCursor ?? undefined); } : null;
  const onPrevious = cursor ? () => goTo(trail.current.pop()) : null;
  const clear = () => void navigate({ search: {} });
  return (
    <Page title={t('customers.title')} lead={t('customers.lead')} loop={['keep']} actions={<><ExportCustomers choice={{ ...(q ? { q } : {}), ...(sort ? { sort } : {}) }} /><Button icon={<ImportOutlined />} onClick={openImport}>{t('imports.action')}</Button></>}>
      <div className={styles.filterBar}>
        <SearchField value={q} onChange={(value) => { trail.current = []; void navigate({ search: { sort, ...(value ? { q: value } : {}) }, replace: true }); }} />
      </div>
      <DataTable
        columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} refreshing={isPlaceholderData}
        sort={sort} onSort={(next) => void navigate({ search: { q, ...(next ? { sort: next as typeof sort } : {}) } })}
        onOpen={(row) => void navigate({ to: '/customers/$customerId', params: { customerId: row.id } })}
        pages={{ onNext, onPrevious }}
        empty={q ? <NothingFound onClear={clear} /> : <EmptyState picture="people" title={t('customers.emptyTitle')} text={t('customers.emptyText')} actions={<Button type="primary" onClick={openImport}>{t('imports.action')}</Button>} />}
        summary={data && data.data.length > 0 ? t('customers.onPage', { formatted: data.data.length }) : undefined}
      />
      <Suspense>{search.dialog === 'import' && <ImportDialog onClose={() => void navigate({ search: { q, sort, cursor } })} />}</Suspense>
    </Page>
  );
}

/** Writes into the URL after a short rest, so that typing does not fill the history. */
function SearchField({ value, onChange }: { value: string | undefined; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  const [seen, setSeen] = useState(value);
  // The URL changed from elsewhere (back, a link): the field follows. What is being typed, spaces at its end included, stays.
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== (value ?? '')) setText(value ?? '');
  }
  useEffect(() => {
    if (text.trim() === (value ?? '')) return;
    const timer = setTimeout(() => change.current(text.trim()), searchDelayMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return <Input allowClear prefix={<SearchOutlined />} value={text} onChange={(event) => setText(event.target.value)} placeholder={t('customers.searchHint')} aria-label={t('customers.searchHint')} className={styles.search ?? ''} />;
}
