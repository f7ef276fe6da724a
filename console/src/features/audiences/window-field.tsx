import { InputNumber, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { windowParts, windowUnits, type WindowUnit } from './rule-conditions.ts';
import styles from './rule.module.css';

/** A length of time back from now: a number and its unit. */
export function WindowField({ value, onChange }: { value: string | undefined; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const parts = windowParts(value);
  if (!parts && value) return <code className={styles.raw}>{value}</code>;
  const { number, unit } = parts ?? { number: 30, unit: 'd' as const };
  return (
    <Space.Compact>
      <InputNumber min={1} max={3_650} precision={0} value={number} style={{ width: 72 }} aria-label={t('audiences.number')} onChange={(next) => next !== null && onChange(`${next}${unit}`)} />
      <Select<WindowUnit> value={unit} aria-label={t('audiences.period')} popupMatchSelectWidth={false} options={windowUnits.map((name) => ({ value: name, label: t(`audiences.units.${name}`) }))} onChange={(next) => onChange(`${number}${next}`)} />
    </Space.Compact>
  );
}
