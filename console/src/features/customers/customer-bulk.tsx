import { CopyOutlined } from '@ant-design/icons';
import type { CustomerRow } from '@homefield/contract';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { isSelected, type Selecting } from '../../design/data-table-selection.ts';
import { toast } from '../../design/toast.tsx';
import { useRfmName } from './rfm-name.ts';
import { cell } from './spreadsheet.ts';

/** Copies the chosen rows for a spreadsheet, phones masked as they are shown. What is not loaded is not copied: that is for an export. */
export function CopyCustomers({ rows, selecting }: { rows: readonly CustomerRow[]; selecting: Selecting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rfmName = useRfmName();
  const chosen = rows.filter((row) => isSelected(selecting.selection, row.id));
  const partial = selecting.selection.all && chosen.length < (selecting.count ?? Infinity);
  const copy = async () => {
    const head = [t('customers.name'), t('customers.phone'), t('customers.city'), t('customers.store'), t('customers.rfm'), t('customers.orders'), t('customers.netSales'), t('customers.lastOrder')];
    const lines = chosen.map((row) => [row.name, row.phoneMasked ?? '', row.city ?? '', row.store ?? '', rfmName(row.rfmClass), row.orders, row.netSalesMinor / format.minorPerMain, row.lastOrderAtMs === null ? '' : format.dayKey(row.lastOrderAtMs)]);
    await navigator.clipboard.writeText([head, ...lines].map((line) => line.map(cell).join('\t')).join('\n'));
    toast(t('customers.copied', { formatted: format.count(chosen.length) }));
  };
  return (
    <Tooltip title={partial ? t('customers.copyOnlyLoaded') : undefined}>
      <Button size="small" icon={<CopyOutlined />} disabled={partial || chosen.length === 0} onClick={() => void copy()}>{t('customers.copy')}</Button>
    </Tooltip>
  );
}
