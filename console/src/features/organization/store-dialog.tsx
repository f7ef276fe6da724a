import { newStore, regionName, type Store } from '@homefield/contract';
import { AutoComplete, Form, Input, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { regionsOf } from './store-regions.ts';
import { useAddStores, useChangeStore } from './store-queries.ts';

type Values = { name: string; region?: string; active: boolean };

const where = { store_name_taken: 'name' };

/** A new store (with a name that was suggested), or one that exists. */
export function StoreDialog({ store, name, stores, onClose }: { store: Store | null; name: string; stores: readonly Store[]; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddStores();
  const change = useChangeStore(store?.id ?? '');
  const save = async ({ name: named, region, active }: Values) => {
    const input = { name: named.trim(), region: region?.trim() || null };
    await (store ? change.mutateAsync({ ...input, active }) : add.mutateAsync([input]));
    toast(t('common.saved'));
    onClose();
  };
  return (
    <FormDialog<Values> title={t(store ? 'stores.change' : 'stores.add')} okText={t(store ? 'common.save' : 'common.add')} where={where} onSend={save} onClose={onClose} initialValues={{ name, region: store?.region ?? '', active: store?.active ?? true }}>
      <Form.Item name="name" label={t('stores.name')} extra={t('stores.nameHint')} rules={[ruleOf(newStore.shape.name, t, { needed: t('stores.nameNeeded') })]}><Input placeholder={t('stores.nameExample')} autoFocus /></Form.Item>
      <Form.Item name="region" label={t('stores.region')} extra={t('stores.regionHint')} rules={[ruleOf(regionName, t, { optional: true })]}>
        <AutoComplete allowClear placeholder={t('stores.regionExample')} options={regionsOf(stores).map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed.trim()) }} />
      </Form.Item>
      {store && <Form.Item name="active" label={t('stores.open')} extra={t('stores.openHint')} valuePropName="checked"><Switch /></Form.Item>}
    </FormDialog>
  );
}
