import { PlusOutlined } from '@ant-design/icons';
import type { Audience } from '@homefield/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { Relative } from '../../design/values.tsx';
import styles from './audiences.module.css';
import { useAudiences } from './queries.ts';

export function AudiencesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const navigate = useNavigate();
  const { data, error, refetch } = useAudiences();
  const open = (audienceId: string) => void navigate({ to: '/audiences/$audienceId', params: { audienceId } });
  const create = <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>{t('audiences.new')}</Button>;
  const columns: Column<Audience>[] = [
    {
      key: 'name', title: t('audiences.name'), phone: 'head', render: (row) => (
        <div className={styles.nameCell}>
          <Link to="/audiences/$audienceId" params={{ audienceId: row.id }} onClick={(event) => event.stopPropagation()}>{row.name}</Link>
          <small>{sentence(row.sentence)}</small>
        </div>
      ),
    },
    { key: 'live', title: t('audiences.kind'), phone: 'none', render: (row) => (row.live ? <Tag tone="accent" dot>{t('audiences.live')}</Tag> : <Tag>{t('audiences.dynamic')}</Tag>) },
    { key: 'size', title: t('audiences.size'), align: 'right', phone: 'end', render: (row) => (row.size === null ? t('audiences.notCounted') : format.count(row.size)) },
    { key: 'counted', title: t('audiences.countedAt'), align: 'right', render: (row) => <Relative ms={row.countedAtMs} /> },
  ];
  return (
    <Page title={t('audiences.title')} lead={t('audiences.lead')} loop={['engage', 'convert']} actions={create}>
      <DataTable columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} onOpen={(row) => open(row.id)}
        empty={<EmptyState picture="audience" title={t('audiences.emptyTitle')} text={t('audiences.emptyText')} actions={create} />} />
    </Page>
  );
}
