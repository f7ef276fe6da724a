import type { SopDefinition } from '@homefield/contract';
import { InputNumber, Radio, Select, Slider, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { useAudiences } from '../audiences/queries.ts';
import styles from './sops.module.css';

type FieldProps = Readonly<{ definition: SopDefinition; onChange: (definition: SopDefinition) => void }>;
/** How a field that is still empty says so: not at all, quietly, or in red once publishing was refused for it. */
export type Lacking = 'none' | 'quiet' | 'wrong';
const holdOutMax = 50;

/** Who enters, how often, and who is kept out to measure. */
export function Entry({ definition, onChange, lacking, problem }: FieldProps & { lacking: Lacking; problem: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useAudiences();
  const options = (data?.data ?? []).map((one) => ({ value: one.id, label: one.size === null ? one.name : t('sops.audienceOption', { name: one.name, formatted: format.count(one.size) }) }));
  return (
    <section className={styles.formPart}>
      <h2>{t('sops.entryTitle')}</h2>
      <label className={styles.field} data-wrong={lacking === 'wrong' || problem !== undefined}>
        <span>{t('sops.audience')}</span>
        <Select showSearch={{ optionFilterProp: 'label' }} value={definition.trigger.audienceId || null} placeholder={t('audiences.chooseAudience')} aria-label={t('audiences.chooseAudience')} options={options} status={lacking === 'wrong' || problem ? 'error' : ''}
          onChange={(audienceId) => onChange({ ...definition, trigger: { kind: 'audience_entry', audienceId } })} />
        {lacking !== 'none' && <small className={lacking === 'wrong' ? styles.lack : styles.faint}>{t('sops.audienceNeeded')}</small>}
        {problem && <small className={styles.lack} role="alert">{problem}</small>}
      </label>
      <div className={styles.field}>
        <span>{t('sops.againTitle')}</span>
        <Radio.Group value={definition.entry.again} onChange={(event) => onChange({ ...definition, entry: { again: event.target.value as SopDefinition['entry']['again'] } })}
          options={[{ value: 'never', label: t('sops.again.never') }, { value: 'after_exit', label: t('sops.again.after_exit') }]} />
      </div>
      <div className={styles.field}>
        <span>{t('sops.holdOut', { percent: format.percent(definition.holdOut, 0) })}</span>
        <Slider ariaLabelForHandle={t('sops.holdOutName')} min={0} max={holdOutMax} step={1} value={Math.round(definition.holdOut * 100)} onChange={(percent) => onChange({ ...definition, holdOut: percent / 100 })} tooltip={{ formatter: (value) => `${value ?? 0}%` }} className={styles.slider ?? ''} />
        <small className={styles.faint}>{t(definition.holdOut === 0 ? 'sops.holdOutNone' : 'sops.holdOutHint')}</small>
      </div>
    </section>
  );
}

export function Goal({ definition, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.formPart}>
      <h2>{t('sops.goalTitle')}</h2>
      <div className={styles.inline}>
        <span>{t('sops.goalBefore')}</span>
        <InputNumber min={1} max={365} precision={0} value={definition.goal.withinDays} aria-label={t('sops.goalTitle')} onChange={(days) => days !== null && onChange({ ...definition, goal: { event: 'order.paid', withinDays: days } })} style={{ width: 76 }} />
        <span>{t('sops.goalAfter')}</span>
      </div>
    </section>
  );
}

export function QuietHours({ definition, onChange }: FieldProps) {
  const { t } = useTranslation();
  const field = (name: 'from' | 'to') => (
    <TimePicker key={name} format="HH:mm" minuteStep={15} needConfirm={false} allowClear={false} aria-label={t(`sops.quietFields.${name}`)} value={dayjs(`2000-01-01T${definition.quietHours[name]}`)} style={{ width: 96 }}
      onChange={(time) => time && onChange({ ...definition, quietHours: { ...definition.quietHours, [name]: dayjs(time).format('HH:mm') } })} />
  );
  return (
    <section className={styles.formPart}>
      <h2>{t('sops.quietTitle')}</h2>
      <div className={styles.inline}>{field('from')}<span>{t('audiences.to')}</span>{field('to')}<span className={styles.faint}>{t('sops.quietHint')}</span></div>
    </section>
  );
}
