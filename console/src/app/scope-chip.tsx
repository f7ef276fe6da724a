import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './layout.module.css';
import { useSignedIn } from './session.ts';

/** Says quietly that everything below is a part of the brand; nothing for those who see all of it. */
export function ScopeChip() {
  const { t } = useTranslation();
  const { kind, name } = useSignedIn().user.scope;
  if (kind === 'brand') return null;
  return (
    <Tooltip title={t(`stores.scope.chipHint.${kind}`, { name })}>
      <span className={styles.scope} tabIndex={0}>{t(`stores.scope.chip.${kind}`, { name })}</span>
    </Tooltip>
  );
}
