import type { EventCondition, RuleCatalog } from '@homefield/contract';
import { DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { limitOf, measureOf, periodOf, withMeasure, withPeriod, type Measure, type Period } from './rule-conditions.ts';
import styles from './rule.module.css';
import { WindowField } from './window-field.tsx';

type Value = Partial<EventCondition>;
const periods: readonly Period[] = ['within', 'between', 'ever'];

/** Event, how often or how much, in which time. Property filters are kept and shown; they are changed in the JSON view. */
export function EventFields({ value, catalog, onChange }: { value: Value; catalog: RuleCatalog; onChange: (value: Value) => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const known = catalog.events.map((event) => ({ value: event.name, label: sentence(event.label) }));
  const options = value.event === undefined || known.some((one) => one.value === value.event) ? known : [...known, { value: value.event, label: value.event }];
  return (
    <>
      <PeriodField value={value} onChange={onChange} />
      <Select showSearch={{ optionFilterProp: 'label' }} value={value.event ?? null} placeholder={t('audiences.chooseEvent')} aria-label={t('audiences.chooseEvent')} popupMatchSelectWidth={false} className={styles.subject ?? ''} options={options} onChange={(event) => onChange({ ...value, event })} />
      {value.event && <MeasureField value={value} sums={catalog.events.find((event) => event.name === value.event)?.sums ?? []} onChange={onChange} />}
      {value.where && Object.entries(value.where).map(([property, test]) => <code key={property} className={styles.raw}>{property} {JSON.stringify(test)}</code>)}
    </>
  );
}

function MeasureField({ value, sums, onChange }: { value: Value; sums: readonly string[]; onChange: (value: Value) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const measure = measureOf(value);
  const limit = limitOf(value);
  // Kept in minor units (fen), written here in the main unit (yuan).
  const isMoney = value.sum === 'amount';
  const sumName = (name: string) => (name === 'amount' ? t('audiences.amount') : name);
  const options = [
    ...(['countAtLeast', 'countAtMost', 'countIs', 'absent'] as const).map((name) => ({ value: name as string, label: t(`audiences.measures.${name}`) })),
    ...sums.flatMap((name) => (['sumAtLeast', 'sumAtMost'] as const).map((kind) => ({ value: `${kind} ${name}`, label: t(`audiences.measures.${kind}`, { property: sumName(name) }) }))),
    ...(measure === 'custom' ? [{ value: 'custom', label: t('audiences.operators.custom') }] : []),
  ];
  const chosen = measure.startsWith('sum') ? `${measure} ${value.sum}` : measure;
  const choose = (text: string) => {
    const [next = 'countAtLeast', sum] = text.split(' ');
    onChange(withMeasure(value, next as Measure, next.startsWith('count') ? 1 : null, sum));
  };
  const setLimit = (number: number | null) => onChange(withMeasure(value, measure, number === null ? null : isMoney ? Math.round(number * format.minorPerMain) : number, value.sum));
  return (
    <>
      <Select value={chosen} popupMatchSelectWidth={false} options={options} onChange={choose} aria-label={t('audiences.measure')} />
      {measure !== 'absent' && measure !== 'custom' && (
        <InputNumber<number> min={0} precision={isMoney ? 2 : measure.startsWith('count') ? 0 : 6} value={limit === null ? null : isMoney ? limit / format.minorPerMain : limit} onChange={setLimit} style={{ width: isMoney ? 120 : 72 }}
          {...(isMoney ? { prefix: format.symbol } : {})} aria-label={t('audiences.number')} />
      )}
      {measure.startsWith('count') && <span className={styles.word}>{t('audiences.times')}</span>}
    </>
  );
}

function PeriodField({ value, onChange }: { value: Value; onChange: (value: Value) => void }) {
  const { t } = useTranslation();
  const period = periodOf(value);
  const today = dayjs();
  const choose = (next: Period) => onChange(withPeriod(value, next, { between: [today.subtract(30, 'day').format('YYYY-MM-DD'), today.format('YYYY-MM-DD')] }));
  return (
    <>
      <Select<Period> value={period} popupMatchSelectWidth={false} options={periods.map((name) => ({ value: name, label: t(`audiences.periods.${name}`) }))} onChange={choose} aria-label={t('audiences.period')} />
      {period === 'within' && <WindowField value={value.within} onChange={(within) => onChange(withPeriod(value, 'within', { within }))} />}
      {period === 'between' && value.between && (
        <DatePicker.RangePicker aria-label={t('audiences.period')} allowClear={false} value={[dayjs(value.between[0]), dayjs(value.between[1])]}
          onChange={(days) => days?.[0] && days[1] && onChange(withPeriod(value, 'between', { between: [dayjs(days[0]).format('YYYY-MM-DD'), dayjs(days[1]).format('YYYY-MM-DD')] }))} />
      )}
    </>
  );
}
