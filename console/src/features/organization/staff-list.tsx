import type { StaffMember } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useStaff } from './queries.ts';

export function StaffList() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useStaff();
  const columns: Column<StaffMember>[] = [
    { key: 'name', title: t('organization.name'), phone: 'head', render: (row) => <strong style={{ fontWeight: 500 }}>{row.name}</strong> },
    { key: 'store', title: t('organization.store'), render: (row) => row.store ?? '–' },
    { key: 'wecom', title: t('organization.wecomUserId'), render: (row) => row.wecomUserId ?? '–' },
    { key: 'contacts', title: t('organization.contacts'), align: 'right', phone: 'end', render: (row) => (row.contacts === null ? <span title={t('organization.contactsOfOthers')}>–</span> : format.count(row.contacts)) },
    { key: 'active', title: t('organization.state'), render: (row) => (row.active ? <Tag tone="accent">{t('organization.active')}</Tag> : <Tag>{t('organization.left')}</Tag>) },
  ];
  return (
    <DataTable label={t('organization.staffList')} columns={columns} rowKey={(row) => row.id} {...list}
      empty={<EmptyState picture="people" title={t('organization.staffEmpty')} text={t('organization.staffEmptyText')} />} />
  );
}
