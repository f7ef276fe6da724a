import { SyncOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useConnection } from './connection.ts';
import styles from './layout.module.css';

/** Quiet, and gone by itself: nothing is to be done. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const lost = useConnection((state) => state.lost);
  return <div role="status" className={styles.connection} data-lost={lost}>{lost && <><SyncOutlined spin aria-hidden="true" />{t('app.reconnecting')}</>}</div>;
}
