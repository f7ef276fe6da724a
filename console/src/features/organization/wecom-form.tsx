import type { WecomConnection } from '@homefield/contract';
import { Button, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import type { NewWecom } from './queries.ts';
import styles from './settings.module.css';

const agentIdMax = 2_147_483_647;
type Values = { corpId: string; agentId?: number | null; secret?: string };
type FormProps = Readonly<{ stored: WecomConnection; error: unknown; saving: boolean; onSave: (values: NewWecom) => void; onCancel?: () => void }>;

/** Corp id, secret and app. The stored secret stays as long as the corp does. */
export function WecomForm({ stored, error, saving, onSave, onCancel }: FormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const corpId = Form.useWatch('corpId', form)?.trim() ?? stored.corpId;
  const secretStays = stored.corpId !== null && corpId === stored.corpId;
  const save = ({ corpId: id, agentId, secret }: Values) => onSave({ corpId: id.trim(), agentId: agentId ?? null, ...(secret?.trim() && { secret: secret.trim() }) });
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} initialValues={{ corpId: stored.corpId ?? '', agentId: stored.agentId }} onFinish={save}>
      <Form.Item name="corpId" label={t('organization.wecom.corpId')} extra={t('organization.wecom.corpIdHint')}
        rules={[{ required: true, whitespace: true, message: t('organization.wecom.corpIdNeeded') }, { pattern: /^\s*[A-Za-z0-9_-]{0,64}\s*$/, message: t('organization.wecom.corpIdInvalid') }]}>
        <Input autoComplete="off" spellCheck={false} maxLength={80} placeholder="ww…" />
      </Form.Item>
      <Form.Item name="secret" label={t('organization.wecom.secret')} extra={t('organization.wecom.secretHint')} dependencies={['corpId']}
        rules={[{ required: !secretStays, whitespace: !secretStays, message: t(stored.corpId === null ? 'organization.wecom.secretNeeded' : 'organization.wecom.secretNeededForCorp') }]}>
        <Input.Password autoComplete="new-password" spellCheck={false} maxLength={200} {...(secretStays && { placeholder: t('organization.wecom.secretKept') })} />
      </Form.Item>
      <Form.Item name="agentId" label={t('organization.wecom.agentId')} extra={t('organization.wecom.agentIdHint')}>
        <InputNumber min={1} max={agentIdMax} precision={0} controls={false} placeholder="1000002" style={{ width: 160 }} />
      </Form.Item>
      <ProblemAlert error={error} />
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={saving}>{t(onCancel ? 'common.save' : 'organization.wecom.connect')}</Button>
        {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
        <span className={styles.hint}>{t('organization.wecom.saveNote')}</span>
      </div>
    </Form>
  );
}
