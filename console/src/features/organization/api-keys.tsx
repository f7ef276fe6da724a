import { apiKeyScopes, newApiKey, type ApiKey } from '@homefield/contract';
import { keyUse } from '@homefield/contract/access';
import { Button, Checkbox, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day, Relative } from '../../design/values.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useAddApiKey, useApiKeys, useRevokeApiKey, type NewApiKey } from './queries.ts';
import styles from './settings.module.css';

const where = { expiry_past: 'days', '/expiresAtMs': 'days' };

export function ApiKeys() {
  const { t } = useTranslation();
  const { data, error, refetch } = useApiKeys();
  const [open, setOpen] = useState(false);
  const revoke = useRevokeApiKey();
  const columns: Column<ApiKey>[] = [
    { key: 'name', title: t('organization.keyName'), phone: 'head', render: (row) => <KeyName apiKey={row} /> },
    { key: 'tail', title: t('organization.keyTail'), phone: 'end', render: (row) => <code>…{row.tail}</code> },
    { key: 'scopes', title: t('organization.scopes'), render: (row) => <KeyScopes apiKey={row} /> },
    { key: 'lastUsed', title: t('organization.lastUsed'), render: (row) => (row.lastUsedAtMs === null ? t('organization.never') : <Relative ms={row.lastUsedAtMs} />) },
    { key: 'address', title: t('accounts.keys.lastAddress'), render: (row) => <code>{row.lastAddress ?? '–'}</code> },
    { key: 'expires', title: t('accounts.keys.expires'), render: (row) => <Expiry ms={row.expiresAtMs ?? null} /> },
    { key: 'createdBy', title: t('organization.createdBy'), render: (row) => row.createdBy?.name ?? '–' },
    { key: 'createdAt', title: t('organization.createdAt'), align: 'right', render: (row) => <Day ms={row.createdAtMs} /> },
    {
      key: 'actions', title: <span className="visually-hidden">{t('common.actions')}</span>, align: 'right', phone: 'end', render: (row) => (
        <ConfirmButton label={t('organization.revoke')} button={{ size: 'small' }} danger okText={t('organization.revoke')} title={t('organization.revokeTitle', { name: row.name })}
          consequences={[t('organization.revokeConsequence'), t('organization.revokeFinal')]} action={() => revoke.mutateAsync(row.id)} />
      ),
    },
  ];
  return (
    <>
      <div className={styles.toolbar}><Button type="primary" onClick={() => setOpen(true)}>{t('organization.newKey')}</Button></div>
      <DataTable label={t('accounts.sections.apiKeys')} columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()}
        empty={<EmptyState picture="key" title={t('organization.keysEmpty')} text={t('organization.keysEmptyText')} />} />
      {open && <NewKeyDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** A key that rests is told by its name, with the reason: who looks for why a system is refused looks here. */
function KeyName({ apiKey: { name, rests, createdBy } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  return (
    <>
      <strong style={{ fontWeight: 500 }}>{name}</strong> {rests && <Tag tone="amber">{t('accounts.keys.rests')}</Tag>}
      {rests && <span className={styles.detail}>{t('accounts.keys.restsWhy', { name: createdBy?.name ?? '–' })}</span>}
    </>
  );
}

/** What of its scopes opens nothing, because its maker's role does not allow it, is crossed out and told. */
function KeyScopes({ apiKey: { scopes, createdBy } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const uses = scopes.map((scope) => ({ scope, use: createdBy ? keyUse(createdBy.role, scope) : 'all' }));
  const role = createdBy ? t(`organization.roles.${createdBy.role}`) : '';
  return (
    <>
      <span style={{ display: 'inline-flex', gap: 4 }}>{uses.map(({ scope, use }) => <Tag key={scope}>{use === 'none' ? <s>{t(`organization.scopeNames.${scope}`)}</s> : t(`organization.scopeNames.${scope}`)}</Tag>)}</span>
      {uses.some(({ use }) => use === 'none') && <span className={styles.detail}>{t('accounts.keys.unusable', { role, scopes: uses.filter(({ use }) => use === 'none').map(({ scope }) => t(`organization.scopeNames.${scope}`)).join(t('accounts.security.between')) })}</span>}
      {uses.some(({ use }) => use === 'some') && <span className={styles.detail}>{t('accounts.keys.readsNoCustomers', { role })}</span>}
    </>
  );
}

function Expiry({ ms }: { ms: number | null }) {
  const { t } = useTranslation();
  // By the machine's time: keys end in the real world, also where the product's time is virtual.
  const [now] = useState(() => Date.now());
  if (ms === null) return <>{t('accounts.keys.forever')}</>;
  return ms <= now ? <Tag tone="red">{t('accounts.keys.expired')}</Tag> : <Day ms={ms} />;
}

const lifetimes = [30, 90, 365] as const;
const dayMs = 86_400_000;
type Values = { name: string; scopes: NewApiKey['scopes']; days: number };

function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddApiKey();
  const { user } = useSignedIn();
  // Of the opening: a second click asks for the same key, not for one that lives a moment longer.
  const [openedMs] = useState(() => Date.now());
  if (add.data) {
    return (
      <Modal open title={t('organization.keyMade')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('organization.keyDone')}</Button>} mask={{ closable: false }} width={520}>
        <p>{t('organization.keyShownOnce')}</p>
        <div className={styles.key}><Typography.Text copyable code>{add.data.key}</Typography.Text></div>
      </Modal>
    );
  }
  return (
    <FormDialog<Values> title={t('organization.newKey')} okText={t('common.add')} where={where} initialValues={{ scopes: [], days: 365 }} onClose={onClose}
      onSend={({ days, name, scopes }) => add.mutateAsync({ name: name.trim(), scopes, expiresAtMs: days === 0 ? null : openedMs + days * dayMs })}>
      <Form.Item name="name" label={t('organization.keyName')} rules={[ruleOf(newApiKey.shape.name, t, { needed: t('organization.keyNameNeeded') })]}><Input placeholder={t('organization.keyNameHint')} autoFocus autoComplete="off" /></Form.Item>
      <Form.Item name="scopes" label={t('organization.scopes')} extra={t('accounts.keys.scopesHint')} rules={[ruleOf(newApiKey.shape.scopes, t, { needed: t('organization.scopesNeeded') })]}>
        <Checkbox.Group className={styles.scopeChoices ?? ''} options={apiKeyScopes.map((scope) => {
          const use = keyUse(user.role, scope);
          return { value: scope, disabled: use === 'none', label: <>{t(`organization.scopeNames.${scope}`)}{use !== 'all' && <span className={styles.hint}>{t(`accounts.keys.beyond.${scope}`)}</span>}</> };
        })} />
      </Form.Item>
      <Form.Item name="days" label={t('accounts.keys.expires')} extra={t('accounts.keys.expiresHint')} rules={[ruleOf(newApiKey.shape.expiresAtMs, t)]}>
        <Select options={[...lifetimes.map((days) => ({ value: days, label: t('accounts.keys.days', { number: days }) })), { value: 0, label: t('accounts.keys.forever') }]} />
      </Form.Item>
    </FormDialog>
  );
}
