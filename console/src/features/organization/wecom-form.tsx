import { wecomSettings, type WecomConnection } from '@homefield/contract';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import type { NewWecom } from './queries.ts';
import styles from './settings.module.css';

const { shape } = wecomSettings;
const where = { channel_secret_needed: 'secret' };
type Values = { corpId: string; agentId?: number | null; secret?: string };
type FormProps = Readonly<{ stored: WecomConnection; onSave: (values: NewWecom) => Promise<unknown>; onCancel?: () => void }>;

/** Corp id, secret and app. The stored secret stays as long as the corp does. */
export function WecomForm({ stored, onSave, onCancel }: FormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const { busy, error, send } = useSending(form, where);
  const corpId = Form.useWatch('corpId', form)?.trim() ?? stored.corpId;
  const secretStays = stored.corpId !== null && corpId === stored.corpId;
  const save = ({ corpId: id, agentId, secret }: Values) => send(() => onSave({ corpId: id.trim(), agentId: agentId ?? null, ...(secret?.trim() && { secret: secret.trim() }) }).then(() => setDirty(false)));
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} initialValues={{ corpId: stored.corpId ?? '', agentId: stored.agentId }}
      scrollToFirstError={{ focus: true }} onValuesChange={() => setDirty(true)} onFinish={(values) => void save(values)}>
      <LeaveGuard when={dirty} tabsToo />
      <Form.Item name="corpId" label={t('organization.wecom.corpId')} extra={t('organization.wecom.corpIdHint')}
        rules={[ruleOf(shape.corpId, t, { needed: t('organization.wecom.corpIdNeeded'), wrong: t('organization.wecom.corpIdInvalid') })]}>
        <Input autoComplete="off" spellCheck={false} placeholder="ww…" />
      </Form.Item>
      <Form.Item name="secret" label={t('organization.wecom.secret')} extra={t('organization.wecom.secretHint')} dependencies={['corpId']}
        rules={[ruleOf(shape.secret, t, secretStays ? { optional: true } : { needed: t(stored.corpId === null ? 'organization.wecom.secretNeeded' : 'organization.wecom.secretNeededForCorp') })]}>
        <Input.Password autoComplete="new-password" spellCheck={false} {...(secretStays && { placeholder: t('organization.wecom.secretKept') })} />
      </Form.Item>
      <Form.Item name="agentId" label={t('organization.wecom.agentId')} extra={t('organization.wecom.agentIdHint')} rules={[ruleOf(shape.agentId, t)]}>
        <InputNumber precision={0} controls={false} placeholder="1000002" style={{ width: 160 }} />
      </Form.Item>
      <ProblemAlert error={error} />
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={busy}>{t(onCancel ? 'common.save' : 'organization.wecom.connect')}</Button>
        {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
        <span className={styles.hint}>{t('organization.wecom.saveNote')}</span>
      </div>
    </Form>
  );
}
