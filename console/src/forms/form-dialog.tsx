import { Form, Modal } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard } from '../design/leave-guard.tsx';
import { ProblemAlert } from '../design/problem-alert.tsx';
import styles from './forms.module.css';
import { useSending, type Where } from './use-sending.ts';

type FormDialogProps<Values> = Readonly<{
  title: string;
  okText: string;
  danger?: boolean;
  width?: number;
  lead?: ReactNode;
  initialValues?: Partial<Values>;
  where?: Where;
  /** What is sent; what it refuses is shown inside, and the dialog stays. */
  onSend: (values: Values) => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
  /** Below the form: what can be done besides. */
  after?: ReactNode;
}>;

/** A short form in a dialog. What was typed is not lost to a click beside it or to Escape, only to "cancel". */
export function FormDialog<Values extends object>({ title, okText, danger = false, width = 460, lead, initialValues, where, onSend, onClose, children, after }: FormDialogProps<Values>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const { busy, error, send } = useSending(form, where);
  const [dirty, setDirty] = useState(false);
  // The button stands outside the form and has to be the form's own all the same: without one, Enter sends a form of one field only.
  const id = useId();
  return (
    <Modal open title={title} okText={okText} cancelText={t('common.cancel')} width={width}
      style={{ top: 'clamp(16px, 7vh, 100px)' }} className={styles.dialog ?? ''} okButtonProps={{ danger, htmlType: 'submit', form: id }} confirmLoading={busy} mask={{ closable: !dirty }} keyboard={!dirty} onCancel={onClose}>
      <LeaveGuard when={dirty} />
      {lead && <p className={styles.lead}>{lead}</p>}
      <ProblemAlert error={error} />
      <Form<Values> id={id} form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} scrollToFirstError={{ focus: true }} {...(initialValues ? { initialValues } : {})}
        onValuesChange={() => setDirty(true)} onFinish={(values) => void send(() => onSend(values))}>
        {children}
      </Form>
      {after}
    </Modal>
  );
}
