import type { Customer } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { Section } from '../../design/page.tsx';
import { Day, Masked } from '../../design/values.tsx';
import styles from './customers.module.css';
import { useSourceName } from './source-name.ts';

const identityKinds = ['phone', 'email', 'member_no', 'wecom.external_user_id', 'custom.order_customer'] as const;

/** Who this is: plain facts, own fields of the brand, and the identities that were joined. */
export function Profile({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const sourceName = useSourceName();
  const facts: [string, React.ReactNode][] = [
    [t('customers.phone'), <Masked key="phone" text={customer.phoneMasked} explained />],
    [t('customers.gender'), t(`customers.genders.${customer.gender}`)],
    [t('customers.city'), customer.city ?? '–'],
    [t('customers.store'), customer.store ?? '–'],
    [t('customers.owner'), customer.ownerStaff ?? '–'],
    [t('customers.source'), sourceName(customer.source)],
    [t('customers.createdAt'), <Day key="created" ms={customer.createdAtMs} />],
  ];
  return (
    <>
      <Section plain title={t('customers.profile')}><Facts facts={facts} /></Section>
      {Object.keys(customer.attributes).length > 0 && (
        <Section plain title={t('customers.attributes')}>
          <Facts facts={Object.entries(customer.attributes).map(([name, value]) => [name, typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : String(value)])} />
        </Section>
      )}
      <Section plain title={t('customers.identities')}>
        <IdentityList identities={customer.identities} />
      </Section>
    </>
  );
}

function IdentityList({ identities }: { identities: Customer['identities'] }) {
  const { t } = useTranslation();
  const name = (kind: string) => {
    const known = identityKinds.find((candidate) => candidate === kind);
    return known ? t(`customers.identityKinds.${known.replace('.', '_') as 'phone'}`) : kind;
  };
  return <Facts facts={identities.map((identity) => [name(identity.kind), <Masked key={identity.valueMasked} text={identity.valueMasked} explained />])} />;
}

function Facts({ facts }: { facts: readonly [string, React.ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value], index) => [<dt key={`${label}${index}`}>{label}</dt>, <dd key={`${label}${index}value`}>{value}</dd>])}
    </dl>
  );
}
