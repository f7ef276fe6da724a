import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { NothingFound } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { useCustomerCount } from './queries.ts';

/** Why the list is empty: those whom it would show may all be left out of counts, and then that is said, with the way to them. `otherwise`: what a list without filters says. */
export function NobodyListed({ values, onSee, onClear, otherwise }: { values: Record<string, string>; onSee: () => void; onClear: () => void; otherwise: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = values['excluded'] === undefined;
  const out = useCustomerCount({ ...values, excluded: 'yes' }, asked).data?.count ?? 0;
  const filtered = Object.keys(values).length > 0;
  if (asked && out > 0) {
    return (
      <EmptyState
        compact picture="search" title={t('customers.allLeftOut', { formatted: format.count(out) })} text={t('customers.allLeftOutText')}
        actions={<><Button type="primary" onClick={onSee}>{t('customers.seeLeftOut')}</Button>{filtered && <Button onClick={onClear}>{t('common.clearSearch')}</Button>}</>}
      />
    );
  }
  return filtered ? <NothingFound onClear={onClear} /> : otherwise;
}
