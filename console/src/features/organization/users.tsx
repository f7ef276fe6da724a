import { roles } from '@homefield/contract/access';
import type { User } from '@homefield/contract';
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import { ScopeCell } from './scope-cell.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { noScope, scopeInput, type ScopeValues } from './scope-values.ts';
import { useAddUser, useUsers, type NewUser } from './queries.ts';
import styles from './settings.module.css';

const passwordLengthMin = 10;

export function Users() {
  const { t } = useTranslation();
  const may = useMay();
  const { data, error, refetch } = useUsers();
  const [open, setOpen] = useState(false);
  const columns: Column<User>[] = [
    { key: 'name', title: t('organization.name'), phone: 'head', render: (row) => <strong style={{ fontWeight: 500 }}>{row.name}</strong> },
    { key: 'email', title: t('organization.email'), render: (row) => row.email },
    { key: 'role', title: t('organization.role'), phone: 'end', render: (row) => t(`organization.roles.${row.role}`) },
    { key: 'scope', title: t('stores.scope.label'), render: (row) => <ScopeCell user={row} /> },
    { key: 'state', title: t('organization.state'), render: (row) => (row.disabled ? <Tag>{t('organization.disabled')}</Tag> : <Tag tone="accent">{t('organization.enabled')}</Tag>) },
    { key: 'createdAt', title: t('organization.createdAt'), align: 'right', render: (row) => <Day ms={row.createdAtMs} /> },
  ];
  return (
    <>
      {may('users.manage') && <div className={styles.toolbar}><Button type="primary" onClick={() => setOpen(true)}>{t('organization.newUser')}</Button></div>}
      <DataTable columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} empty={<NothingFound />} />
      {open && <NewUserDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewUserDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Omit<NewUser, 'scope' | 'staffId'> & ScopeValues>();
  const add = useAddUser();
  return (
    <Modal open title={t('organization.newUser')} okText={t('common.add')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={add.isPending} width={460}>
      <p className={styles.hint} style={{ marginBottom: 16 }}>{t('organization.newUserHint')}</p>
      <ProblemAlert error={add.error} />
      <Form form={form} noValidate layout="vertical" requiredMark={false} className={styles.form ?? ''} initialValues={{ role: 'operator', ...noScope }} onFinish={({ scopeKind, region, storeId, staffId, ...values }) => add.mutate({ ...values, ...scopeInput(values.role, { scopeKind, region, storeId, staffId }) }, { onSuccess: onClose })}>
        <Form.Item name="name" label={t('organization.name')} rules={[{ required: true, whitespace: true, message: t('organization.nameNeeded') }]}><Input maxLength={100} autoFocus /></Form.Item>
        <Form.Item name="email" label={t('organization.email')} rules={[{ required: true, message: t('organization.emailNeeded') }, { type: 'email', message: t('organization.emailInvalid') }]}><Input type="email" autoComplete="off" /></Form.Item>
        <Form.Item name="password" label={t('organization.password')} rules={[{ required: true, min: passwordLengthMin, message: t('organization.passwordTooShort', { min: passwordLengthMin }) }]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="role" label={t('organization.role')}>
          <Radio.Group vertical options={roles.map((role) => ({ value: role, label: <>{t(`organization.roles.${role}`)}<span className={styles.hint}>{t(`organization.roleHints.${role}`)}</span></> }))} />
        </Form.Item>
        <ScopeFields />
      </Form>
    </Modal>
  );
}
