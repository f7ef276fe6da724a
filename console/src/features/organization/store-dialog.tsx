import type { Store } from '@homefield/contract';
import { AutoComplete, Form, Input, Modal, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import styles from './settings.module.css';
import { regionsOf } from './store-regions.ts';
import { useAddStores, useChangeStore } from './store-queries.ts';

type Values = { name: string; region?: string; active: boolean };

/** A new store (with a name that was suggested), or one that exists. */
export function StoreDialog({ store, name, stores, onClose }: { store: Store | null; name: string; stores: readonly Store[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const add = useAddStores();
  const change = useChangeStore(store?.id ?? '');
  const save = ({ name: named, region, active }: Values) => {
    const input = { name: named.trim(), region: region?.trim() || null };
    const done = { onSuccess: () => { toast(t('common.saved')); onClose(); } };
    if (store) change.mutate({ ...input, active }, done);
    else add.mutate([input], done);
  };
  return (
    <Modal open title={t(store ? 'stores.change' : 'stores.add')} okText={t(store ? 'common.save' : 'common.add')} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={add.isPending || change.isPending} width={460}>
      <ProblemAlert error={add.error ?? change.error} />
      <Form form={form} noValidate layout="vertical" requiredMark={false} className={styles.form ?? ''} onFinish={save} initialValues={{ name, region: store?.region ?? '', active: store?.active ?? true }}>
        <Form.Item name="name" label={t('stores.name')} extra={t('stores.nameHint')} rules={[{ required: true, whitespace: true, message: t('stores.nameNeeded') }]}><Input maxLength={200} placeholder={t('stores.nameExample')} autoFocus /></Form.Item>
        <Form.Item name="region" label={t('stores.region')} extra={t('stores.regionHint')}>
          <AutoComplete allowClear maxLength={100} placeholder={t('stores.regionExample')} options={regionsOf(stores).map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed.trim()) }} />
        </Form.Item>
        {store && <Form.Item name="active" label={t('stores.open')} extra={t('stores.openHint')} valuePropName="checked"><Switch /></Form.Item>}
      </Form>
    </Modal>
  );
}
