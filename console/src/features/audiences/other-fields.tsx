import type { AudienceCondition, ModelCondition, RuleCatalog } from '@homefield/contract';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../app/session.ts';
import { useAudiences } from './queries.ts';
import styles from './rule.module.css';

/** Which classes of a segmentation model. */
export function ModelFields({ value, catalog, onChange }: { value: Partial<ModelCondition>; catalog: RuleCatalog; onChange: (value: Partial<ModelCondition>) => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const model = catalog.models.find((one) => one.name === value.model) ?? (catalog.models.length === 1 ? catalog.models[0] : undefined);
  const classes = value.class === undefined ? [] : [value.class].flat();
  return (
    <>
      <Select value={value.model ?? model?.name ?? null} placeholder={t('audiences.chooseModel')} aria-label={t('audiences.chooseModel')} popupMatchSelectWidth={false} options={catalog.models.map((one) => ({ value: one.name, label: sentence(one.label) }))} onChange={(name) => onChange({ model: name })} />
      <span className={styles.word}>{t('audiences.classIs')}</span>
      <Select mode="multiple" className={styles.values ?? ''} value={classes} placeholder={t('audiences.chooseClasses')} aria-label={t('audiences.chooseClasses')} options={(model?.classes ?? []).map((one) => ({ value: one.name, label: sentence(one.label) }))}
        onChange={(names: string[]) => model && onChange({ model: model.name, class: names })} />
    </>
  );
}

/** Another audience as a building block; itself is left out. */
export function AudienceFields({ value, exceptId, onChange }: { value: Partial<AudienceCondition>; exceptId: string | null; onChange: (value: Partial<AudienceCondition>) => void }) {
  const { t } = useTranslation();
  const { data } = useAudiences();
  return (
    <>
      <span className={styles.word}>{t('audiences.isIn')}</span>
      <Select showSearch={{ optionFilterProp: 'label' }} className={styles.values ?? ''} value={value.audience ?? null} placeholder={t('audiences.chooseAudience')} aria-label={t('audiences.chooseAudience')}
        options={(data?.data ?? []).filter((one) => one.id !== exceptId).map((one) => ({ value: one.id, label: one.name }))} onChange={(audience) => onChange({ audience })} />
    </>
  );
}
