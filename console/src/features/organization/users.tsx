import type { Invite, User } from '@homefield/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import { ScopeCell } from './scope-cell.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { Invites } from './invites.tsx';
import { useUsers } from './queries.ts';
import styles from './settings.module.css';
import { UserDialog } from './user-dialog.tsx';

/** Who may sign in, and who has been asked to. */
export function Users() {
  const { t } = useTranslation();
  const { user: me } = useSignedIn();
  const list = useUsers();
  const [dialog, setDialog] = useState<{ invite: Invite | null } | { user: User } | null>(null);
  const columns: Column<User>[] = [
    { key: 'name', title: t('organization.name'), width: 132, phone: 'head', render: (row) => <><strong style={{ fontWeight: 500 }}>{row.name}</strong> {row.id === me.id && <Tag>{t('accounts.users.me')}</Tag>}</> },
    { key: 'email', title: t('organization.email'), width: 198, phone: 'text', render: (row) => row.email },
    { key: 'role', title: t('organization.role'), width: 88, phone: 'end', render: (row) => t(`organization.roles.${row.role}`) },
    { key: 'scope', title: t('stores.scope.label'), width: 160, render: (row) => <ScopeCell user={row} /> },
    { key: 'totp', title: t('accounts.users.totp'), width: 88, render: (row) => (row.totp ? <Tag tone="accent">{t('accounts.totp.on')}</Tag> : <Tag>{t('accounts.totp.off')}</Tag>) },
    { key: 'state', title: t('organization.state'), width: 92, render: (row) => (row.disabled ? <Tag>{t('organization.disabled')}</Tag> : <Tag tone="accent">{t('organization.enabled')}</Tag>) },
    { key: 'createdAt', title: t('organization.createdAt'), width: 84, align: 'right', phone: 'none', render: (row) => <Day ms={row.createdAtMs} /> },
    { key: 'actions', title: <span className="visually-hidden">{t('common.actions')}</span>, width: 100, align: 'right', phone: 'end', render: (row) => <Button size="small" onClick={() => setDialog({ user: row })}>{t('accounts.users.manage')}</Button> },
  ];
  return (
    <>
      <div className={styles.toolbar}><Button type="primary" onClick={() => setDialog({ invite: null })}>{t('accounts.invites.invite')}</Button></div>
      <DataTable label={t('accounts.users.list')} columns={columns} rowKey={(row) => row.id} {...list} empty={<NothingFound />} />
      <Invites onAgain={(invite) => setDialog({ invite })} />
      {dialog && 'invite' in dialog && <InviteDialog start={dialog.invite} onClose={() => setDialog(null)} />}
      {dialog && 'user' in dialog && <UserDialog user={dialog.user} onClose={() => setDialog(null)} />}
    </>
  );
}
