import type { User } from '@homefield/contract';
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { scopeInput, scopeValuesOf, type ScopeValues } from './scope-values.ts';
import styles from './settings.module.css';
import { useChangeScope } from './store-queries.ts';

/** What an account sees, and the way to change it. An owner sees everything, which is nothing to change. */
export function ScopeCell({ user }: { user: User }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { kind, name } = user.scope;
  const text = kind === 'brand' ? t('stores.scope.whole') : kind === 'own' ? t('stores.scope.ownOf', { name }) : name;
  if (user.role === 'owner') return text;
  return (
    <>
      <Button type="link" size="small" className={styles.inline ?? ''} title={t('stores.scope.changeShort')} onClick={() => setOpen(true)}>{text}</Button>
      {open && <ScopeDialog user={user} onClose={() => setOpen(false)} />}
    </>
  );
}

function ScopeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ScopeValues>();
  const change = useChangeScope(user.id);
  const done = () => {
    toast(t('common.saved'));
    onClose();
  };
  return (
    <Modal open title={t('stores.scope.change', { name: user.name })} okText={t('common.save')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={change.isPending} width={460}>
      <p className={styles.hint} style={{ marginBottom: 16 }}>{t('stores.scope.changeHint')}</p>
      <ProblemAlert error={change.error} />
      <Form form={form} noValidate layout="vertical" requiredMark={false} className={styles.form ?? ''} initialValues={scopeValuesOf(user)} onFinish={(values) => change.mutate(scopeInput(user.role, values), { onSuccess: done })}>
        <ScopeFields role={user.role} />
      </Form>
    </Modal>
  );
}
