import type { Sop } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { toast } from '../../design/toast.tsx';
import { LengthNote } from '../../forms/length-note.tsx';
import { tooLong } from '../../forms/length.ts';
import { useCopySop } from './queries.ts';
import { nameMax } from './sop-length.ts';
import styles from './sops.module.css';

/** A new draft with everything that stands in this one, under a name of its own. `dirty`: something typed is not saved; it would be missing in the copy, and lost on the way there. */
export function CopySop({ sop, dirty }: { sop: Sop; dirty: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const copy = useCopySop(sop.id);
  const [name, setName] = useState('');
  const run = async () => {
    const made = await copy.mutateAsync(name.trim());
    toast(t('sops.copied'));
    void navigate({ to: '/sops/$sopId', params: { sopId: made.id }, search: { tab: 'edit' } });
  };
  return (
    <ConfirmButton button={{ disabled: dirty, ...(dirty ? { title: t('sops.unpublished.saveFirst') } : {}) }} label={t('sops.copy')} title={t('sops.copyTitle', { name: sop.name })} okText={t('sops.copyOk')} consequences={[t('sops.copyDraft'), t('sops.copyPeople')]} action={run} ready={name.trim() !== '' && !tooLong(name.trim(), nameMax)}
      onOpen={() => setName(t('sops.copyName', { name: [...sop.name].slice(0, nameMax - t('sops.copyName', { name: '' }).length).join('') }))}
      choice={<label className={styles.field}><span>{t('sops.name')}</span><Input value={name} status={tooLong(name.trim(), nameMax) ? 'error' : ''} onChange={(event) => setName(event.target.value)} /><LengthNote text={name.trim()} max={nameMax} /></label>} />
  );
}
