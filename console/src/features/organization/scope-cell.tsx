import type { User } from '@homefield/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { scopeInput, scopeValuesOf, scopeWhere, type ScopeValues, type ShownScope } from './scope-values.ts';
import styles from './settings.module.css';
import { useChangeScope } from './store-queries.ts';

/** What somebody sees, in a word: of an account, or of an invitation to one. */
export function useScopeText(): (one: ShownScope) => string {
  const { t } = useTranslation();
  return ({ scope: { kind, name } }) => (kind === 'brand' ? t('stores.scope.whole') : kind === 'own' ? t('stores.scope.ownOf', { name }) : name ?? '–');
}

/** What an account sees, and the way to change it. An owner sees everything, which is nothing to change. */
export function ScopeCell({ user }: { user: User }) {
  const { t } = useTranslation();
  const text = useScopeText()(user);
  const [open, setOpen] = useState(false);
  if (user.role === 'owner') return text;
  return (
    <>
      <Button type="link" size="small" className={styles.inline ?? ''} title={t('stores.scope.changeShort')} onClick={() => setOpen(true)}>{text}</Button>
      {open && <ScopeDialog user={user} onClose={() => setOpen(false)} />}
    </>
  );
}

function ScopeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeScope(user.id);
  const save = async (values: ScopeValues) => {
    await change.mutateAsync(scopeInput(user.role, values));
    toast(t('common.saved'));
    onClose();
  };
  return (
    <FormDialog<ScopeValues> title={t('stores.scope.change', { name: user.name })} okText={t('common.save')} lead={t('stores.scope.changeHint')} where={scopeWhere} initialValues={scopeValuesOf(user)} onSend={save} onClose={onClose}>
      <ScopeFields role={user.role} />
    </FormDialog>
  );
}
