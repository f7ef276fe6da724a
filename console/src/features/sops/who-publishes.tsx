import type { Sop } from '@homefield/contract';
import { mayDo, rolesWith } from '@homefield/contract/access';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useSignedIn } from '../../app/session.ts';
import styles from './sops.module.css';

/** For who writes SOPs and cannot publish them: why the buttons are not there, and who has them. */
export function WhoPublishes({ sop }: { sop: Sop }) {
  const { t } = useTranslation();
  const may = useMay();
  const { user } = useSignedIn();
  if (sop.state === 'ended' || !may('sops.write') || may('sops.publish')) return null;
  const roles = rolesWith('sops.publish').map((role) => t(`organization.roles.${role}`)).join(t('app.guard.between'));
  return <p className={styles.whoPublishes}>{mayDo(user.role, 'sops.publish') ? t('sops.whoPublishes.scope', { scope: t(`stores.scope.kinds.${user.scope.kind}`) }) : t('sops.whoPublishes.role', { role: t(`organization.roles.${user.role}`), roles })}</p>;
}
