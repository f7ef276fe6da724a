import type { AttributeCondition, RuleCatalog } from '@homefield/contract';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { operatorOf, operatorsOf, textsOf, withLimits, withOperator, withTexts, type AttributeOperator, type AttributeType } from './rule-conditions.ts';
import { WindowField } from './window-field.tsx';
import styles from './rule.module.css';

type Value = Partial<AttributeCondition>;
type FieldsProps = Readonly<{ value: Value; catalog: RuleCatalog; onChange: (value: Value) => void }>;

/** Attribute, operator, value. */
export function AttributeFields({ value, catalog, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const attribute = catalog.attributes.find((one) => one.name === value.attribute);
  const type = attribute?.type ?? 'text';
  const operator = operatorOf(value, type);
  const choose = (name: string) => {
    const first = operatorsOf[catalog.attributes.find((one) => one.name === name)?.type ?? 'text'][0] ?? 'known';
    onChange(withOperator(name, first));
  };
  return (
    <>
      <Select showSearch={{ optionFilterProp: 'label' }} value={value.attribute ?? null} placeholder={t('audiences.chooseAttribute')} aria-label={t('audiences.chooseAttribute')} popupMatchSelectWidth={false} className={styles.subject ?? ''}
        options={attributeOptions(catalog, value.attribute, sentence)} onChange={choose} />
      {value.attribute && (
        <>
          <Select<AttributeOperator> value={operator} popupMatchSelectWidth={false} options={[...operatorsOf[type], ...(operator === 'custom' ? ['custom' as const] : [])].map((name) => ({ value: name, label: type === 'date' && (name === 'atLeast' || name === 'atMost') ? t(`audiences.operators.${name}Date`) : t(`audiences.operators.${name}`) }))}
            onChange={(next) => onChange(withOperator(value.attribute ?? '', next))} aria-label={t('audiences.operator')} />
          <ValueField type={type} money={attribute?.money ?? false} operator={operator} value={value} values={attribute?.values ?? []} onChange={onChange} />
        </>
      )}
    </>
  );
}

function attributeOptions(catalog: RuleCatalog, chosen: string | undefined, sentence: (text: { zh: string; en: string }) => string) {
  const options = catalog.attributes.map((one) => ({ value: one.name, label: sentence(one.label) }));
  return chosen === undefined || options.some((one) => one.value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}

type ValueFieldProps = Readonly<{ type: AttributeType; money: boolean; operator: AttributeOperator; value: Value; values: readonly string[]; onChange: (value: Value) => void }>;

function ValueField({ type, money, operator, value, values, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const attribute = value.attribute ?? '';
  if (operator === 'in' || operator === 'notIn') {
    return <Select mode="tags" className={styles.values ?? ''} value={textsOf(value)} options={values.map((text) => ({ value: text, label: text }))} placeholder={t('audiences.chooseValues')} aria-label={t('audiences.chooseValues')} tokenSeparators={[',', '，', '、']} maxTagCount={8}
      onChange={(texts: string[]) => onChange(withTexts(attribute, operator, texts))} />;
  }
  if (operator === 'contains') return <Input className={styles.text ?? ''} value={value.contains ?? ''} placeholder={t('audiences.text')} aria-label={t('audiences.text')} onChange={(event) => onChange(event.target.value ? { attribute, contains: event.target.value } : { attribute })} />;
  if (operator === 'within') return <WindowField value={value.within} onChange={(within) => onChange({ attribute, within })} />;
  if (operator === 'is' && type === 'number') return <NumberField value={value.is} money={money} onChange={(is) => onChange(is === null ? { attribute } : { attribute, is })} />;
  if (operator === 'atLeast' || operator === 'atMost' || operator === 'between') return <LimitFields type={type} money={money} operator={operator} value={value} onChange={onChange} />;
  if (operator === 'custom') return <code className={styles.raw}>{JSON.stringify(Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'attribute')))}</code>;
  return null;
}

function LimitFields({ type, money, operator, value, onChange }: Omit<ValueFieldProps, 'values'>) {
  const { t } = useTranslation();
  const attribute = value.attribute ?? '';
  const set = (limits: { atLeast?: number | string | undefined; atMost?: number | string | undefined }) => onChange(withLimits(attribute, { atLeast: value.atLeast, atMost: value.atMost, ...limits }));
  const field = (name: 'atLeast' | 'atMost') => (type === 'date'
    ? <DatePicker key={name} aria-label={t('audiences.period')} value={typeof value[name] === 'string' ? dayjs(value[name]) : null} onChange={(day) => set({ [name]: day ? dayjs(day).format('YYYY-MM-DD') : undefined })} />
    : <NumberField key={name} value={value[name]} money={money} onChange={(number) => set({ [name]: number ?? undefined })} />);
  if (operator !== 'between') return field(operator === 'atMost' ? 'atMost' : 'atLeast');
  return <>{field('atLeast')}<span className={styles.word}>{t('audiences.to')}</span>{field('atMost')}</>;
}

/** Money is kept in minor units (fen) and written here in the main unit (yuan). */
function NumberField({ value, money, onChange }: { value: unknown; money: boolean; onChange: (value: number | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = typeof value === 'number' ? value : null;
  if (!money) return <InputNumber value={number} onChange={onChange} aria-label={t('audiences.number')} />;
  return (
    <InputNumber<number> value={number === null ? null : number / format.minorPerMain} precision={2} prefix={format.symbol} style={{ width: 120 }} aria-label={t('audiences.number')}
      onChange={(main) => onChange(main === null ? null : Math.round(main * format.minorPerMain))} />
  );
}
