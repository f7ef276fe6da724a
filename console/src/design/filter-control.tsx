import { Checkbox, DatePicker, Empty, Input, InputNumber, Radio } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../app/session.ts';
import styles from './filter-bar.module.css';
import { choiceText, chosenOf, type Filter, type FilterValues } from './filters.ts';

type ControlProps<Kind extends Filter['kind']> = Readonly<{ filter: Extract<Filter, { kind: Kind }>; values: FilterValues; onChange: (patch: FilterValues) => void; /** One field opened by itself takes the focus. */ alone?: boolean }>;

/** The field of a filter by its kind. Comes with the first filter that is opened: pickers of days are heavy. */
export function FilterControl({ filter, values, onChange, alone = false }: ControlProps<Filter['kind']>) {
  switch (filter.kind) {
    case 'choice': return <Choice filter={filter} values={values} onChange={onChange} />;
    case 'range': return <Range filter={filter} values={values} onChange={onChange} alone={alone} />;
    case 'days': return <Days filter={filter} values={values} onChange={onChange} />;
    case 'text': return <Input autoFocus={alone} allowClear defaultValue={values[filter.key]} aria-label={filter.label} onPressEnter={(event) => onChange({ [filter.key]: event.currentTarget.value.trim() || undefined })} onBlur={(event) => onChange({ [filter.key]: event.currentTarget.value.trim() || undefined })} />;
  }
}

const searchableFrom = 9;

function Choice({ filter, values, onChange }: ControlProps<'choice'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [part, setPart] = useState('');
  const chosen = chosenOf(values[filter.key]);
  // A value of an old link that is in no list any more can still be let go.
  const options = [...filter.options, ...chosen.filter((value) => !filter.options.some((option) => option.value === value)).map((value) => ({ value, label: value }))];
  const shown = options.filter((option) => option.label.toLowerCase().includes(part.trim().toLowerCase()));
  const label = (option: (typeof options)[number]) => <span className={styles['option']}><bdi>{option.label}</bdi>{'count' in option && option.count !== undefined && <small>{format.count(option.count)}</small>}</span>;
  if (filter.single) {
    return (
      <Radio.Group className={styles['options'] ?? ''} value={values[filter.key] ?? ''} onChange={(event) => onChange({ [filter.key]: String(event.target.value) || undefined })} aria-label={filter.label}>
        <Radio value="">{filter.any ?? t('design.filter.any')}</Radio>
        {shown.map((option) => <Radio key={option.value} value={option.value}>{label(option)}</Radio>)}
      </Radio.Group>
    );
  }
  return (
    <div className={styles['choice']}>
      {options.length >= searchableFrom && <Input allowClear value={part} onChange={(event) => setPart(event.target.value)} placeholder={t('design.filter.search')} aria-label={t('design.filter.search')} />}
      <Checkbox.Group className={styles['options'] ?? ''} value={chosen} aria-label={filter.label} onChange={(next) => onChange({ [filter.key]: choiceText([...chosen.filter((one) => !shown.some((option) => option.value === one)), ...next.map(String)]) })}>
        {shown.map((option) => <Checkbox key={option.value} value={option.value}>{label(option)}</Checkbox>)}
      </Checkbox.Group>
      {shown.length === 0 && <Empty image={null} description={t('common.nothingFound')} />}
    </div>
  );
}

function Range({ filter, values, onChange, alone = false }: ControlProps<'range'>) {
  const { t } = useTranslation();
  const scale = filter.scale ?? 1;
  const field = (key: string, hint: string, autoFocus: boolean) => (
    <InputNumber min={0} autoFocus={autoFocus} placeholder={hint} aria-label={`${filter.label} ${hint}`} value={values[key] === undefined ? null : Number(values[key]) / scale} prefix={filter.unit} changeOnBlur precision={0}
      onPressEnter={(event) => event.currentTarget.blur()} onChange={(value) => onChange({ [key]: value === null ? undefined : String(Math.round(Number(value) * scale)) })} />
  );
  const [from, to] = [Number(values[filter.from] ?? 0), values[filter.to] === undefined ? Infinity : Number(values[filter.to])];
  return (
    <>
      <div className={styles['range']}>{field(filter.from, t('design.filter.least'), alone)}<span aria-hidden="true">–</span>{field(filter.to, t('design.filter.most'), false)}</div>
      {from > to && <p className={styles['wrong']} role="alert">{t('design.filter.turned')}</p>}
    </>
  );
}

const presetsDays = [7, 30, 90, 365] as const;

function Days({ filter, values, onChange }: ControlProps<'days'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = dayjs(format.dayKey(nowMs()));
  const day = (key: string) => (values[key] ? dayjs(values[key]) : null);
  return (
    <div className={styles['days']}>
      <DatePicker.RangePicker value={[day(filter.from), day(filter.to)]} allowEmpty={[true, true]} allowClear aria-label={filter.label} needConfirm={false}
        presets={presetsDays.map((days) => ({ label: t('design.filter.lastDays', { count: days }), value: [today.subtract(days - 1, 'day'), today] }))}
        onChange={(picked) => onChange({ [filter.from]: picked?.[0]?.format('YYYY-MM-DD'), [filter.to]: picked?.[1]?.format('YYYY-MM-DD') })} />
      <button type="button" className={styles['preset']} onClick={() => onChange({ [filter.from]: undefined, [filter.to]: today.subtract(90, 'day').format('YYYY-MM-DD') })}>{t('design.filter.longAgo', { count: 90 })}</button>
    </div>
  );
}
