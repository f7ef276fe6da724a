import type { Invite } from '@homefield/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import { useInvites, useRevokeInvite } from './account-queries.ts';
import { useScopeText } from './scope-cell.tsx';
import styles from './settings.module.css';

const tones = { open: 'amber', accepted: 'accent', expired: 'plain', revoked: 'plain' } as const;

/** Invitations, with what became of each. Draws nothing while there was none. */
export function Invites({ onAgain }: { onAgain: (invite: Invite) => void }) {
  const { t } = useTranslation();
  const scopeText = useScopeText();
  const [trail, setTrail] = useState<string[]>([]);
  const { data, error, refetch, isPlaceholderData } = useInvites(trail.at(-1));
  const revoke = useRevokeInvite();
  if (data && data.data.length === 0 && trail.length === 0) return null;
  const columns: Column<Invite>[] = [
    { key: 'name', title: t('organization.name'), phone: 'head', render: (row) => <strong style={{ fontWeight: 500 }}>{row.name}</strong> },
    { key: 'email', title: t('organization.email'), phone: 'text', render: (row) => row.email },
    { key: 'role', title: t('organization.role'), render: (row) => t(`organization.roles.${row.role}`) },
    { key: 'scope', title: t('stores.scope.label'), render: (row) => scopeText(row) },
    { key: 'state', title: t('organization.state'), phone: 'end', render: (row) => <Tag tone={tones[row.state]}>{t(`accounts.invites.states.${row.state}`)}</Tag> },
    { key: 'by', title: t('accounts.invites.by'), render: (row) => row.createdBy?.name ?? '–' },
    { key: 'until', title: t('accounts.invites.expires'), render: (row) => (row.state === 'open' || row.state === 'expired' ? <Day ms={row.expiresAtMs} withTime /> : '–') },
    {
      key: 'actions', title: <span className="visually-hidden">{t('common.actions')}</span>, align: 'right', phone: 'end', render: (row) => (row.state === 'open'
        ? <ConfirmButton label={t('accounts.invites.revoke')} button={{ size: 'small' }} danger okText={t('accounts.invites.revoke')} title={t('accounts.invites.revokeTitle', { name: row.name })} consequences={[t('accounts.invites.revokeConsequence')]} action={() => revoke.mutateAsync(row.id)} />
        : row.state === 'accepted' ? null : <Button size="small" onClick={() => onAgain(row)}>{t('accounts.invites.again')}</Button>),
    },
  ];
  return (
    <div className={styles.block}>
      <h3 className={styles.head}>{t('accounts.invites.title')}</h3>
      <DataTable label={t('accounts.invites.title')} columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} refreshing={isPlaceholderData} empty={null}
        pages={{ onNext: data?.nextCursor ? () => setTrail([...trail, data.nextCursor ?? '']) : null, onPrevious: trail.length > 0 ? () => setTrail(trail.slice(0, -1)) : null }} />
    </div>
  );
}
