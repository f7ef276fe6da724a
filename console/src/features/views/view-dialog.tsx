import type { View } from '@homefield/contract';
import { Form, Input, Modal, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useViewChanges } from './queries.ts';
import type { PageViews } from './use-page-views.ts';
import styles from './views.module.css';

const nameLengthMax = 60;

/** Keeps what is shown as a new view, or renames one. */
export function ViewDialog({ view, views, onClose }: { view: View | undefined; views: PageViews; onClose: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [form] = Form.useForm<{ name: string; shared: boolean }>();
  const { create, change } = useViewChanges(views.page);
  const done = (kept: View) => {
    onClose();
    toast(t('views.saved'));
    if (!view) views.apply(kept);
  };
  const submit = ({ name, shared }: { name: string; shared: boolean }) => (
    view ? change.mutate({ id: view.id, name }, { onSuccess: done }) : create.mutate({ page: views.page, name, shared, state: views.state }, { onSuccess: done }));
  return (
    <Modal open title={t(view ? 'views.rename' : 'views.create')} okText={t('common.save')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={create.isPending || change.isPending} width={440}>
      <ProblemAlert error={create.error ?? change.error} />
      <Form form={form} noValidate layout="vertical" requiredMark={false} initialValues={{ name: view?.name ?? '', shared: false }} onFinish={submit}>
        <Form.Item name="name" label={t('views.name')} rules={[{ required: true, whitespace: true, message: t('views.nameNeeded') }]}><Input maxLength={nameLengthMax} autoFocus placeholder={t('views.nameExample')} /></Form.Item>
        {!view && (
          <Form.Item label={t('views.shareWithBrand')} extra={<span className={styles.hint}>{t(may('views.share') ? 'views.shareHint' : 'views.shareNotAllowed')}</span>}>
            <Form.Item name="shared" valuePropName="checked" noStyle><Switch disabled={!may('views.share')} aria-label={t('views.shareWithBrand')} /></Form.Item>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
