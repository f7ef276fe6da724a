import { idText, regionName } from '@homefield/contract';
import { scopeKinds, type Role, type ScopeKind } from '@homefield/contract/access';
import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ruleOf } from '../../forms/zod-rule.ts';
import styles from './settings.module.css';
import { regionsOf } from './store-regions.ts';
import { useAllStaff, useStores } from './store-queries.ts';

/** What of the customers an account sees, or will see once its invitation is accepted: inside a form whose values have `ScopeValues`, and the role unless it is given. */
export function ScopeFields({ role: given }: { role?: Role }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const chosen: Role | undefined = Form.useWatch('role', form);
  const kind: ScopeKind = Form.useWatch('scopeKind', form) ?? 'brand';
  const isOwner = (given ?? chosen) === 'owner';
  return (
    <div className={styles.scopeFields}>
      <Form.Item label={t('stores.scope.label')} extra={isOwner ? t('stores.scope.ownerHint') : t(`stores.scope.hints.${kind}`)} className={styles.scopeKind ?? ''}>
        <Form.Item name="scopeKind" noStyle>
          <Radio.Group optionType="button" disabled={isOwner} options={scopeKinds.map((value) => ({ value, label: t(`stores.scope.kinds.${value}`) }))} />
        </Form.Item>
      </Form.Item>
      {!isOwner && kind === 'region' && <RegionField />}
      {!isOwner && kind === 'store' && <StoreField />}
      <StaffField needed={!isOwner && kind === 'own'} />
    </div>
  );
}

const searched = { optionFilterProp: 'label' } as const;

function RegionField() {
  const { t } = useTranslation();
  const { data, isLoading } = useStores();
  return (
    <Form.Item name="region" label={t('stores.region')} rules={[ruleOf(regionName, t, { needed: t('stores.scope.regionNeeded') })]}>
      <Select showSearch={searched} loading={isLoading} placeholder={t('stores.scope.choose')} options={regionsOf(data ?? []).map((value) => ({ value, label: value }))} notFoundContent={t('stores.scope.noRegions')} />
    </Form.Item>
  );
}

function StoreField() {
  const { t } = useTranslation();
  const chosen: string | undefined = Form.useWatch('storeId');
  const { data, isLoading } = useStores();
  const options = (data ?? []).filter(({ id, active }) => active || id === chosen).map(({ id, name, region }) => ({ value: id, label: region === null ? name : `${name} · ${region}` }));
  return (
    <Form.Item name="storeId" label={t('organization.store')} rules={[ruleOf(idText, t, { needed: t('stores.scope.storeNeeded') })]}>
      <Select showSearch={searched} loading={isLoading} placeholder={t('stores.scope.choose')} options={options} notFoundContent={t('stores.scope.noStores')} />
    </Form.Item>
  );
}

function StaffField({ needed }: { needed: boolean }) {
  const { t } = useTranslation();
  const { data, isLoading } = useAllStaff(true);
  const options = (data ?? []).map(({ id, name, store }) => ({ value: id, label: store === null ? name : `${name} · ${store}` }));
  return (
    <Form.Item name="staffId" label={t(needed ? 'stores.scope.staff' : 'stores.scope.staffOptional')} extra={t('stores.scope.staffHint')} rules={[ruleOf(idText, t, needed ? { needed: t('stores.scope.staffNeeded') } : { optional: true })]}>
      <Select showSearch={searched} allowClear loading={isLoading} placeholder={t('stores.scope.choose')} options={options} notFoundContent={t('stores.scope.noStaff')} />
    </Form.Item>
  );
}
