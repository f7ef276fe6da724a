import { newStore, regionName, type Store } from '@homefield/contract';
import { AutoComplete, Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import styles from './settings.module.css';
import { regionsOf } from './store-regions.ts';
import { useAddStores, useChangeStore } from './store-queries.ts';

type Values = { name: string; region?: string; active: boolean; formerNames?: string[] };

const where = { store_name_taken: 'name', store_name_former: 'name' };

/** A new store (with a name that was suggested), or one that exists. */
export function StoreDialog({ store, name, stores, onClose }: { store: Store | null; name: string; stores: readonly Store[]; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddStores();
  const change = useChangeStore(store?.id ?? '');
  const save = async ({ name: named, region, active, formerNames }: Values) => {
    const input = { name: named.trim(), region: region?.trim() || null };
    await (store ? change.mutateAsync({ ...input, active, ...(formerNames && { formerNames }) }) : add.mutateAsync([input]));
    toast(t('common.saved'));
    onClose();
  };
  return (
    <FormDialog<Values> title={t(store ? 'stores.change' : 'stores.add')} okText={t(store ? 'common.save' : 'common.add')} where={where} onSend={save} onClose={onClose} initialValues={{ name, region: store?.region ?? '', active: store?.active ?? true, ...(store && { formerNames: store.formerNames }) }}>
      <Form.Item name="name" label={t('stores.name')} extra={t('stores.nameHint')} rules={[ruleOf(newStore.shape.name, t, { needed: t('stores.nameNeeded') })]}><Input placeholder={t('stores.nameExample')} autoFocus /></Form.Item>
      {store && <Renamed store={store} />}
      <Form.Item name="region" label={t('stores.region')} extra={t('stores.regionHint')} rules={[ruleOf(regionName, t, { optional: true })]}>
        <AutoComplete allowClear placeholder={t('stores.regionExample')} options={regionsOf(stores).map((value) => ({ value }))} showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed.trim()) }} />
      </Form.Item>
      {store && store.formerNames.length > 0 && <Form.Item name="formerNames" label={t('stores.formerNames')} extra={t('stores.formerNamesHint')}><Select mode="multiple" open={false} suffixIcon={null} options={store.formerNames.map((value) => ({ value }))} /></Form.Item>}
      {store && <Form.Item name="active" label={t('stores.open')} extra={t('stores.openHint')} valuePropName="checked"><Switch /></Form.Item>}
    </FormDialog>
  );
}

/** What a renaming does to the customers who carry the old name: told before it is saved. */
function Renamed({ store }: { store: Store }) {
  const { t } = useTranslation();
  const format = useFormat();
  const typed = Form.useWatch<string | undefined>('name')?.trim() ?? store.name;
  if (typed === store.name || typed === '') return null;
  const text = store.customers === 0 ? t('stores.renamedNobody', { name: store.name }) : t('stores.renamed', { number: format.count(store.customers), name: store.name, next: typed });
  return <p className={styles.outcome} role="status" style={{ margin: '0 0 16px' }}>{text}</p>;
}
