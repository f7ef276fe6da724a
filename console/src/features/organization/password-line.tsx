import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useChangeOwn } from './account-queries.ts';
import styles from './settings.module.css';

const passwordLengthMin = 10;
type Values = { present: string; next: string; again: string };

export function PasswordLine() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.line}>
      <div><strong>{t('organization.password')}</strong><p>{t('accounts.password.hint')}</p></div>
      <Button onClick={() => setOpen(true)}>{t('accounts.password.change')}</Button>
      {open && <PasswordDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const change = useChangeOwn();
  const done = () => {
    toast(t('common.saved'));
    onClose();
  };
  const same = { validator: (_rule: unknown, again: string) => (again === form.getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('accounts.password.differ')))) };
  return (
    <Modal open title={t('accounts.password.change')} okText={t('common.save')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={change.isPending} width={420}>
      <ProblemAlert error={change.error} />
      <Form<Values> form={form} noValidate layout="vertical" requiredMark={false} onFinish={({ present, next }) => change.mutate({ password: { present, next } }, { onSuccess: done })}>
        <Form.Item name="present" label={t('accounts.password.present')} rules={[{ required: true, message: t('organization.passwordNeeded') }]}><Input.Password autoComplete="current-password" autoFocus /></Form.Item>
        <Form.Item name="next" label={t('accounts.password.next')} extra={t('organization.passwordHint', { min: passwordLengthMin })} rules={[{ required: true, min: passwordLengthMin, message: t('organization.passwordTooShort', { min: passwordLengthMin }) }]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="again" label={t('accounts.password.again')} dependencies={['next']} rules={[same]}><Input.Password autoComplete="new-password" /></Form.Item>
      </Form>
    </Modal>
  );
}
