import type { SopDefinition } from '@homefield/contract';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useMembers } from '../audiences/queries.ts';
import { PhoneChat } from './phone-chat.tsx';
import styles from './sops.module.css';

const customersShown = 3;

/** All messages of an SOP as one chat, with the data of real customers of its audience. */
export function StepPreview({ definition }: { definition: SopDefinition }) {
  const { t } = useTranslation();
  const may = useMay();
  // Who writes the words need not see customers: they get the example.
  const asked = may('customers.read') ? definition.trigger.audienceId : '';
  const { data } = useMembers(asked, customersShown);
  const [chosen, setChosen] = useState(0);
  const customers = data?.data ?? [];
  const customer = customers[chosen] ?? customers[0];
  return (
    <div className={styles.previewColumn}>
      <h3 className={styles.smallHead}>{t('sops.previewTitle')}</h3>
      {customers.length > 1 && <Segmented size="small" value={chosen} onChange={setChosen} options={customers.slice(0, customersShown).map((row, index) => ({ value: index, label: row.name || t('customers.noName') }))} />}
      <PhoneChat customer={customer} steps={definition.steps} />
      <p className={styles.faint}>{t(customer ? 'sops.previewNote' : asked !== '' && data ? 'sops.previewNoCustomer' : 'sops.previewExample')}</p>
    </div>
  );
}
