import { roles } from '@homefield/contract/access';
import { Button, Form, Input, Modal, Radio, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { inviteLink, useInvite, type NewInvite } from './account-queries.ts';
import styles from './settings.module.css';

/** Asks somebody in. The link is shown this once: nobody can look it up later, only make a new one. */
export function InviteDialog({ start, onClose }: { start?: NewInvite; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [form] = Form.useForm<NewInvite>();
  const invite = useInvite();
  if (invite.data) {
    const { name, email, expiresAtMs, token } = invite.data;
    return (
      <Modal open title={t('accounts.invites.madeTitle', { name })} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('accounts.invites.sent')}</Button>} mask={{ closable: false }} width={560}>
        <p>{t('accounts.invites.madeLead', { email, day: format.dayTime(expiresAtMs) })}</p>
        <div className={styles.key}><Typography.Text copyable code>{inviteLink(token)}</Typography.Text></div>
      </Modal>
    );
  }
  return (
    <Modal open title={t('accounts.invites.invite')} okText={t('accounts.invites.makeLink')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={invite.isPending} width={520}>
      <p className={styles.lead}>{t('accounts.invites.dialogLead')}</p>
      <ProblemAlert error={invite.error} />
      <Form<NewInvite> form={form} noValidate layout="vertical" requiredMark={false} initialValues={start ?? { role: 'operator' }} onFinish={(values) => invite.mutate(values)}>
        <div className={styles.pair}>
          <Form.Item name="name" label={t('organization.name')} rules={[{ required: true, whitespace: true, message: t('organization.nameNeeded') }]}><Input maxLength={100} autoFocus autoComplete="off" /></Form.Item>
          <Form.Item name="email" label={t('organization.email')} rules={[{ required: true, message: t('organization.emailNeeded') }, { type: 'email', message: t('organization.emailInvalid') }]}><Input type="email" autoComplete="off" /></Form.Item>
        </div>
        <RoleItem />
      </Form>
    </Modal>
  );
}

/** The choice of a role, each with what it means. */
export function RoleItem() {
  const { t } = useTranslation();
  return (
    <Form.Item name="role" label={t('organization.role')}>
      <Radio.Group vertical options={roles.map((role) => ({ value: role, label: <>{t(`organization.roles.${role}`)}<span className={styles.hint}>{t(`organization.roleHints.${role}`)}</span></> }))} />
    </Form.Item>
  );
}
