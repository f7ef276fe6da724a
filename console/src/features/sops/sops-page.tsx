import { PlusOutlined } from '@ant-design/icons';
import type { Sop } from '@homefield/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import { useAudiences } from '../audiences/queries.ts';
import { useSops } from './queries.ts';
import { stateTones } from './sop-words.ts';

export function SopsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, refetch } = useSops();
  const audiences = useAudiences();
  const audienceName = (id: string) => audiences.data?.data.find((one) => one.id === id)?.name ?? '–';
  const open = (sopId: string) => void navigate({ to: '/sops/$sopId', params: { sopId } });
  const create = <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>{t('sops.new')}</Button>;
  const columns: Column<Sop>[] = [
    { key: 'name', title: t('sops.name'), phone: 'head', render: (row) => <Link to="/sops/$sopId" params={{ sopId: row.id }} onClick={(event) => event.stopPropagation()} style={{ color: 'var(--text)', fontWeight: 500 }}>{row.name}</Link> },
    { key: 'state', title: t('sops.stateTitle'), phone: 'end', render: (row) => <Tag tone={stateTones[row.state]} dot>{t(`sops.state.${row.state}`)}</Tag> },
    { key: 'audience', title: t('sops.audience'), render: (row) => audienceName(row.definition.trigger.audienceId) },
    { key: 'steps', title: t('sops.stepsTitle'), align: 'right', render: (row) => t('sops.stepCount', { formatted: row.definition.steps.length }) },
    { key: 'version', title: t('sops.version'), align: 'right', render: (row) => (row.publishedVersion === null ? '–' : t('sops.versionNumber', { number: row.publishedVersion })) },
    { key: 'published', title: t('sops.publishedAt'), align: 'right', render: (row) => <Day ms={row.publishedAtMs} /> },
  ];
  return (
    <Page title={t('sops.title')} lead={t('sops.lead')} loop={['engage', 'convert', 'repurchase']} actions={create}>
      <DataTable columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} onOpen={(row) => open(row.id)}
        empty={<EmptyState picture="flow" title={t('sops.emptyTitle')} text={t('sops.emptyText')} actions={create} />} />
    </Page>
  );
}
