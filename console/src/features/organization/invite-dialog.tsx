import { newInvite, type CreatedInvite, type Invite } from '@homefield/contract';
import { roles, type Role } from '@homefield/contract/access';
import { Button, Form, Input, Modal, Radio, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useInvite } from './account-queries.ts';
import { inviteLinkOf, type LinkToGive } from './invite-link.ts';
import { ScopeFields } from './scope-fields.tsx';
import { noScope, scopeInput, scopeValuesOf, scopeWhere, type ScopeValues } from './scope-values.ts';
import styles from './settings.module.css';

type Values = ScopeValues & { name: string; email: string; role: Role };

const where = { ...scopeWhere, email_taken: 'email' };

/** Asks somebody in, with what they will be and see. `start`: an invitation that came to nothing, to be made again. */
export function InviteDialog({ start, onClose }: { start: Invite | null; onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useInvite();
  if (invite.data) return <InviteLink made={invite.data} onClose={onClose} />;
  return (
    <FormDialog<Values> title={t('accounts.invites.invite')} okText={t('accounts.invites.makeLink')} width={720} lead={t('accounts.invites.dialogLead')} where={where} onClose={onClose}
      initialValues={start ? { name: start.name, email: start.email, role: start.role, ...scopeValuesOf(start) } : { role: 'operator', ...noScope }}
      onSend={({ name, email, role, ...scope }) => invite.mutateAsync({ name: name.trim(), email: email.trim(), role, ...scopeInput(role, scope) })}>
      <div className={styles.pair}>
        <Form.Item name="name" label={t('organization.name')} extra={t('accounts.invites.nameHint')} rules={[ruleOf(newInvite.shape.name, t, { needed: t('organization.nameNeeded') })]}><Input autoFocus autoComplete="off" /></Form.Item>
        <Form.Item name="email" label={t('organization.email')} extra={t('accounts.invites.emailHint')} normalize={(text: string) => text.trim()} rules={[ruleOf(newInvite.shape.email, t, { needed: t('accounts.invites.emailNeeded') })]}><Input type="email" autoComplete="off" /></Form.Item>
      </div>
      <RoleItem />
      <ScopeFields />
    </FormDialog>
  );
}

/** The link is shown this once: nobody can look it up later, only make a new one. */
function InviteLink({ made: { name, email, expiresAtMs, token, publicUrl }, onClose }: { made: CreatedInvite; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Modal open title={t('accounts.invites.madeTitle', { name })} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('accounts.invites.sent')}</Button>} mask={{ closable: false }} width={560}>
      <p>{t('accounts.invites.madeLead', { email, day: format.dayTime(expiresAtMs) })}</p>
      <LinkToSend {...inviteLinkOf(token, publicUrl, location.origin)} />
    </Modal>
  );
}

/** A link to be copied, with a word when nobody else could open it. */
export function LinkToSend({ link, onlyHere }: LinkToGive) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.key}><Typography.Text copyable code>{link}</Typography.Text></div>
      {onlyHere && <div className={styles.outcome} role="alert"><strong>{t('accounts.invites.onlyHere', { host: new URL(link).host })}</strong><p>{t('accounts.invites.onlyHereHint')}</p></div>}
    </>
  );
}

/** The choice of a role, each with what it means. */
export function RoleItem() {
  const { t } = useTranslation();
  return (
    <Form.Item name="role" label={t('organization.role')} rules={[ruleOf(newInvite.shape.role, t)]}>
      <Radio.Group className={styles.roles ?? ''} options={roles.map((role) => ({ value: role, label: <>{t(`organization.roles.${role}`)}<span className={styles.hint}>{t(`organization.roleHints.${role}`)}</span></> }))} />
    </Form.Item>
  );
}
