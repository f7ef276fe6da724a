import type { CreatedPasswordReset, User } from '@homefield/contract';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { useGivePasswordReset, useRevokePasswordReset } from './account-queries.ts';
import { LinkToSend } from './invite-dialog.tsx';
import { linkOf } from './invite-link.ts';

/** For who has forgotten their password: a link that an owner sends them. While one holds it can be withdrawn. */
export function ResetPassword({ user, onDone }: { user: User; onDone: () => void }) {
  const { t } = useTranslation();
  const give = useGivePasswordReset();
  const revoke = useRevokePasswordReset();
  const [made, setMade] = useState<CreatedPasswordReset | null>(null);
  const { id, name, resetUntilMs } = user;
  return (
    <>
      <ConfirmButton label={t('accounts.resets.give')} okText={t('accounts.resets.makeLink')} title={t('accounts.resets.giveTitle', { name })}
        consequences={[t('accounts.resets.giveLink'), t('accounts.resets.giveSessions'), ...(user.totp ? [t('accounts.resets.giveTotp')] : []), t('accounts.users.resetCheck')]} action={async () => setMade(await give.mutateAsync(id))} />
      {resetUntilMs && <ConfirmButton label={t('accounts.resets.revoke')} okText={t('accounts.invites.revoke')} title={t('accounts.resets.revokeTitle', { name })} consequences={[t('accounts.invites.revokeConsequence')]} danger action={() => revoke.mutateAsync(id).then(onDone)} />}
      {made && <ResetLink user={user} made={made} onClose={onDone} />}
    </>
  );
}

/** Shown this once, as the link of an invitation. */
function ResetLink({ user: { name, email }, made: { token, publicUrl, expiresAtMs }, onClose }: { user: User; made: CreatedPasswordReset; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Modal open title={t('accounts.resets.madeTitle', { name })} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('accounts.invites.sent')}</Button>} mask={{ closable: false }} width={560}>
      <p>{t('accounts.invites.madeLead', { email, day: format.dayTime(expiresAtMs) })}</p>
      <LinkToSend {...linkOf('/reset-password', token, publicUrl, location.origin)} />
    </Modal>
  );
}
