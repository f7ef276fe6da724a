import { messageSettings, type MessageSettings } from '@homefield/contract';
import { Button, Form, InputNumber, Switch, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useSaveMessageSettings } from './queries.ts';
import styles from './settings.module.css';

const { perDay: perDayShape, perWeek: perWeekShape } = messageSettings.shape;
const where = { message_caps_invalid: 'perWeek', '/quietHours/from': 'from', '/quietHours/to': 'to', '/quietHours': 'to' };
const suggested = { from: '21:00', to: '09:00' };
const timeFormat = 'HH:mm';
type Values = { perDay: number; perWeek: number; quiet: boolean; from: Dayjs; to: Dayjs };

const timeOf = (text: string) => dayjs(`2000-01-01T${text}`);
const valuesOf = ({ perDay, perWeek, quietHours }: MessageSettings): Values => ({
  perDay, perWeek, quiet: quietHours !== null, from: timeOf((quietHours ?? suggested).from), to: timeOf((quietHours ?? suggested).to),
});
const settingsOf = ({ perDay, perWeek, quiet, from, to }: Values): MessageSettings => ({
  perDay, perWeek, quietHours: quiet ? { from: from.format(timeFormat), to: to.format(timeFormat) } : null,
});

export function MessageLimitsForm({ settings }: { settings: MessageSettings }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const save = useSaveMessageSettings();
  const { busy, error, send } = useSending(form, where);
  const submit = () => send(async () => {
    await save.mutateAsync(settingsOf(form.getFieldsValue(true) as Values));
    setDirty(false);
    toast(t('common.saved'));
  });
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} initialValues={valuesOf(settings)} onValuesChange={() => setDirty(true)}
      scrollToFirstError={{ focus: true }} onFinish={() => void submit()}>
      <LeaveGuard when={dirty} tabsToo />
      <p className={styles.lead}>{t('organization.messages.lead')}</p>
      <Caps />
      <QuietHours />
      <ProblemAlert error={error} />
      <div className={styles.actions}><Button type="primary" htmlType="submit" disabled={!dirty} loading={busy}>{t('common.save')}</Button></div>
    </Form>
  );
}

function Caps() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const whole = (shape: typeof perDayShape) => {
    const sentence = t('organization.messages.needed', { max: shape.maxValue });
    return ruleOf(shape, t, { needed: sentence, wrong: sentence });
  };
  const notBelowDay = { validator: (_rule: unknown, perWeek: number | null) => {
    const perDay = form.getFieldValue('perDay') as number | null;
    return perWeek !== null && perDay !== null && perWeek < perDay ? Promise.reject(new Error(t('organization.messages.weekBelowDay', { perDay }))) : Promise.resolve();
  } };
  return (
    <section className={styles.part}>
      <h2 className={styles.head}>{t('organization.messages.capsTitle')}</h2>
      <div className={styles.pair}>
        <Form.Item name="perDay" label={t('organization.messages.perDay')} extra={t('organization.messages.perDayHint')} rules={[whole(perDayShape)]}>
          <InputNumber precision={0} style={{ width: 120 }} />
        </Form.Item>
        <Form.Item name="perWeek" label={t('organization.messages.perWeek')} extra={t('organization.messages.perWeekHint')} dependencies={['perDay']} rules={[whole(perWeekShape), notBelowDay]}>
          <InputNumber precision={0} style={{ width: 120 }} />
        </Form.Item>
      </div>
      <p className={styles.hint}>{t('organization.messages.capsNote')}</p>
    </section>
  );
}

function QuietHours() {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const form = Form.useFormInstance<Values>();
  const quiet = Form.useWatch('quiet', form) ?? (form.getFieldValue('quiet') as boolean);
  return (
    <section className={styles.part}>
      <h2 className={styles.head}>{t('organization.messages.quietTitle')}</h2>
      <label className={styles.switch}><Form.Item name="quiet" valuePropName="checked" noStyle><Switch /></Form.Item><span>{t('organization.messages.quietOn')}</span></label>
      {quiet && <QuietTimes />}
      <p className={styles.hint}>{quiet ? t('organization.messages.quietHint', { zone: workspace.zone }) : t('organization.messages.quietOffHint')}</p>
    </section>
  );
}

function QuietTimes() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const [from, to] = [Form.useWatch('from', form), Form.useWatch('to', form)];
  const overnight = Boolean(from && to && to.format(timeFormat) < from.format(timeFormat));
  const differ = { validator: (_rule: unknown, value: Dayjs | null) => (
    value?.format(timeFormat) === (form.getFieldValue('from') as Dayjs | null)?.format(timeFormat) ? Promise.reject(new Error(t('organization.messages.quietEqual'))) : Promise.resolve()) };
  const needed = { required: true, message: t('organization.messages.quietNeeded') };
  const picker = (name: 'from' | 'to') => <TimePicker format={timeFormat} minuteStep={15} needConfirm={false} allowClear={false} aria-label={t(`organization.messages.quietFields.${name}`)} style={{ width: 104 }} />;
  return (
    <div className={styles.times}>
      <Form.Item name="from" rules={[needed]}>{picker('from')}</Form.Item>
      <span>{t(overnight ? 'organization.messages.untilNextDay' : 'organization.messages.until')}</span>
      <Form.Item name="to" dependencies={['from']} rules={[needed, differ]}>{picker('to')}</Form.Item>
    </div>
  );
}
