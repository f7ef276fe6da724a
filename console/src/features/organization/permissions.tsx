import { CheckOutlined } from '@ant-design/icons';
import { mayDo, permissions, roles } from '@homefield/contract/access';
import type { Permission, Role } from '@homefield/contract/access';
import { Select } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { useNarrow } from '../../design/media.ts';
import styles from './settings.module.css';

/** `customers.read` as a key of the dictionaries: a permission without words there does not compile. */
type Word<Name extends string> = Name extends `${infer What}.${infer Act}` ? `${What}_${Act}` : never;
const wordOf = (permission: Permission) => permission.replace('.', '_') as Word<Permission>;

const whats = ['own', 'customers', 'segments', 'reach', 'results', 'team', 'system'] as const;
type What = (typeof whats)[number];
const groupOf: Readonly<Record<string, What>> = {
  account: 'own', customers: 'customers', orders: 'customers', audiences: 'segments', models: 'segments', sops: 'reach', messages: 'reach', channels: 'reach', insights: 'results', jobs: 'results', views: 'results',
  staff: 'team', users: 'team', workspace: 'team', workspaces: 'team', api_keys: 'system', audit: 'system', system: 'system',
};
/** What is new and not sorted in yet stands at the end rather than nowhere. */
const inGroup = (group: What) => permissions.filter((permission) => (groupOf[permission.split('.')[0] ?? ''] ?? 'system') === group);

/** Who may do what, read off the very table by which the server decides. */
export function Permissions() {
  return useNarrow() ? <OneRole /> : <Matrix />;
}

function Matrix() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  return (
    <table className={styles.matrix}>
      <thead><tr><th scope="col"><span className={styles.hint}>{t('accounts.permissions.permission')}</span></th>{roles.map((role) => <th key={role} scope="col" data-mine={role === user.role}>{t(`organization.roles.${role}`)}</th>)}</tr></thead>
      <tbody>
        {whats.map((what) => (
          <Fragment key={what}>
            <tr><th scope="rowgroup" colSpan={roles.length + 1}>{t(`accounts.permissions.groups.${what}`)}</th></tr>
            {inGroup(what).map((permission) => (
              <tr key={permission}><th scope="row">{t(`accounts.permissions.words.${wordOf(permission)}`)}</th>{roles.map((role) => <td key={role} data-mine={role === user.role}><Granted role={role} permission={permission} /></td>)}</tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Granted({ role, permission }: { role: Role; permission: Permission }) {
  const { t } = useTranslation();
  return mayDo(role, permission) ? <CheckOutlined aria-label={t('common.yes')} /> : <span aria-label={t('common.no')}>–</span>;
}

/** A phone shows one role at a time: seven columns fit nowhere there. */
function OneRole() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [role, setRole] = useState<Role>(user.role);
  return (
    <>
      <Select value={role} onChange={setRole} style={{ width: '100%' }} aria-label={t('organization.role')} options={roles.map((one) => ({ value: one, label: t(`organization.roles.${one}`) }))} />
      <p className={styles.hint} style={{ marginTop: 8 }}>{t(`organization.roleHints.${role}`)}</p>
      {whats.map((what) => (
        <Fragment key={what}>
          <h3 className={`${styles.head} ${styles.block}`} style={{ marginTop: 20 }}>{t(`accounts.permissions.groups.${what}`)}</h3>
          <ul className={styles.grants} style={{ marginTop: 0 }}>
            {inGroup(what).map((permission) => <li key={permission} data-granted={mayDo(role, permission)}><span>{t(`accounts.permissions.words.${wordOf(permission)}`)}</span><Granted role={role} permission={permission} /></li>)}
          </ul>
        </Fragment>
      ))}
    </>
  );
}
