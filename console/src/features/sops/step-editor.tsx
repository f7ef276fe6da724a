import { ArrowDownOutlined, ArrowUpOutlined, ClockCircleOutlined, DeleteOutlined, MessageOutlined, PlusOutlined } from '@ant-design/icons';
import type { SopStep } from '@homefield/contract';
import { Button, InputNumber, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageField } from './message-field.tsx';
import { tooLong } from '../../forms/length.ts';
import { durationParts, durationUnits, moved, newStep, type DurationUnit } from './sop-draft.ts';
import { textMax } from './sop-length.ts';
import type { Lacking } from './sop-fields.tsx';
import styles from './sops.module.css';

type StepEditorProps = Readonly<{ steps: readonly SopStep[]; onChange: (steps: SopStep[]) => void; /** By the id of their step. */ problems: ReadonlyMap<string, readonly string[]>; lacking: Lacking; readOnly: boolean }>;
const stepsMax = 50;

/** The steps in their order; what the server finds wrong in a text stands under it. */
export function StepEditor({ steps, onChange, problems, lacking, readOnly }: StepEditorProps) {
  const { t } = useTranslation();
  const isEmpty = (step: SopStep) => step.kind === 'send' && step.text.trim() === '';
  const add = (kind: SopStep['kind']) => onChange([...steps, newStep(kind, steps)]);
  return (
    <section className={styles.formPart}>
      <h2>{t('sops.stepsTitle')}</h2>
      <ol className={styles.stepList}>
        {steps.map((step, index) => (
          <li key={step.id} className={styles.stepItem} data-wrong={problems.has(step.id) || (lacking === 'wrong' && isEmpty(step)) || (step.kind === 'send' && tooLong(step.text, textMax))}>
            <div className={styles.stepHead}>
              <span>{step.kind === 'wait' ? <ClockCircleOutlined aria-hidden="true" /> : <MessageOutlined aria-hidden="true" />} {t(step.kind === 'wait' ? 'sops.waitTitle' : 'sops.sendTitle')}</span>
              {!readOnly && <span>
                <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={t('sops.moveUp')} onClick={() => onChange(moved(steps, index, -1))} />
                <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={index === steps.length - 1} aria-label={t('sops.moveDown')} onClick={() => onChange(moved(steps, index, 1))} />
                <Button type="text" size="small" icon={<DeleteOutlined />} disabled={steps.length === 1} aria-label={t('common.remove')} onClick={() => onChange(steps.filter((one) => one.id !== step.id))} />
              </span>}
            </div>
            <StepFields step={step} readOnly={readOnly} onChange={(next) => onChange(steps.map((one) => (one.id === step.id ? next : one)))}>
              {!isEmpty(step) && problems.get(step.id)?.map((text) => <p key={text} className={styles.wrong} role="alert">{text}</p>)}
              {lacking !== 'none' && isEmpty(step) && <p className={lacking === 'wrong' ? styles.wrong : styles.faint}>{t('sops.textNeeded')}</p>}
            </StepFields>
          </li>
        ))}
      </ol>
      {!readOnly && <div className={styles.inline}>
        <Button size="small" icon={<PlusOutlined />} disabled={steps.length >= stepsMax} onClick={() => add('wait')}>{t('sops.addWait')}</Button>
        <Button size="small" icon={<PlusOutlined />} disabled={steps.length >= stepsMax} onClick={() => add('send')}>{t('sops.addSend')}</Button>
      </div>}
    </section>
  );
}

/** `children` is what is said of its first field. */
function StepFields({ step, readOnly, onChange, children }: { step: SopStep; readOnly: boolean; onChange: (step: SopStep) => void; children: ReactNode }) {
  const { t } = useTranslation();
  if (step.kind === 'wait') return <><DurationField value={step.for} onChange={(text) => onChange({ ...step, for: text })} />{children}</>;
  return (
    <>
      <MessageField value={step.text} readOnly={readOnly} onChange={(text) => onChange({ ...step, text })}>{children}</MessageField>
      <div className={styles.inline}><span>{t('sops.confirmWithin')}</span><DurationField value={step.confirmWithin} onChange={(text) => onChange({ ...step, confirmWithin: text })} /></div>
    </>
  );
}

function DurationField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const { number, unit } = durationParts(value);
  return (
    <Space.Compact>
      <InputNumber min={1} max={9_999} precision={0} value={number} aria-label={t('audiences.number')} style={{ width: 80 }} onChange={(next) => next !== null && onChange(`${next}${unit}`)} />
      <Select<DurationUnit> value={unit} aria-label={t('audiences.period')} popupMatchSelectWidth={false} options={durationUnits.map((name) => ({ value: name, label: t(`sops.units.${name}`) }))} onChange={(next) => onChange(`${number}${next}`)} />
    </Space.Compact>
  );
}
