import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/session.ts';
import type { Selecting } from './data-table-selection.ts';
import styles from './data-table.module.css';

/** What can be done with the chosen rows, over the foot of the table so that nothing moves. Offers all that match, not only what is loaded. */
export function BulkBar({ selecting, children }: { selecting: Selecting; children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, total, selection } = selecting;
  if (count === 0) return null;
  const all = selection.all && selection.keys.size === 0;
  return (
    <div className={styles['bulk']} role="region" aria-label={t('design.table.bulk')}>
      <span className={styles['bulkCount']} role="status">{count === null ? t('design.table.selectedAll') : t('design.table.selected', { formatted: format.count(count) })}</span>
      {!all && total !== undefined && total > (count ?? 0) && <Button type="link" size="small" onClick={selecting.selectAll}>{t('design.table.selectAll', { formatted: format.count(total) })}</Button>}
      {children}
      <span className={styles['bulkRest']}><Button type="text" size="small" icon={<CloseOutlined />} onClick={selecting.clear} aria-label={t('design.table.clearSelection')} /></span>
    </div>
  );
}
