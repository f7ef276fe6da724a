import type { CustomerRow, SopStep } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useDurationText } from './sop-words.ts';
import { previewText } from './sop-draft.ts';
import styles from './phone.module.css';

/** Where the product has a customer from is a word of the product: the server writes nothing for it. */
const ownSources: ReadonlySet<string> = new Set(['import', 'api', 'wecom', 'model', 'audience', 'sops', 'messages', 'console']);

/** Messages as the customer sees them on the phone, with the waits between them. */
export function PhoneChat({ customer, steps }: { customer: CustomerRow | undefined; steps: readonly SopStep[] }) {
  const { t } = useTranslation();
  const duration = useDurationText();
  const staff = customer?.ownerStaff ?? t('sops.previewStaff');
  const facts: Record<string, string> = {
    'customer.name': customer?.name ?? t('sops.previewName'), 'customer.city': customer?.city ?? '', 'customer.gender': '', 'customer.store': customer?.store ?? '', 'customer.source': ownSources.has(customer?.source ?? '') ? '' : customer?.source ?? '',
  };
  return (
    <div className={styles.phone}>
      <div className={styles.top}><span>{staff}</span><small>{t('sops.previewBrand')}</small></div>
      <div className={styles.chat}>
        {steps.map((step) => (step.kind === 'wait'
          ? <div key={step.id} className={styles.gap}>{t('sops.previewLater', { duration: duration(step.for) })}</div>
          : (
            <div key={step.id} className={styles.line}>
              <span className={styles.face} aria-hidden="true">{[...staff][0]}</span>
              <p className={styles.bubble} data-empty={step.text.trim() === ''}>{step.text.trim() === '' ? t('sops.previewEmpty') : previewText(step.text, facts)}</p>
            </div>
          )))}
      </div>
    </div>
  );
}
