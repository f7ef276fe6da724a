import { Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './forms.module.css';

export type MergeField<Key extends string> = Readonly<{ key: Key; label: string; mine: ReactNode; theirs: ReactNode; same: boolean; /** Which stays when nothing is chosen: theirs where I changed nothing. */ start?: 'mine' | 'theirs' }>;
export type Choice<Key extends string> = Readonly<Record<Key, 'mine' | 'theirs'>>;

type MergeProps<Key extends string> = Readonly<{ fields: readonly MergeField<Key>[]; /** Who saved theirs, and when. */ saved?: string; onMerge: (choice: Choice<Key>) => void; onClose: () => void }>;

/** Two people changed the same thing: what differs, side by side, and which of both stays. Nothing is saved before the person says so. */
export function MergeDialog<Key extends string>({ fields, saved, onMerge, onClose }: MergeProps<Key>) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState(() => Object.fromEntries(fields.map(({ key, same, start }) => [key, same ? 'theirs' : start ?? 'mine'])) as Choice<Key>);
  const differing = fields.filter(({ same }) => !same);
  return (
    <Modal open title={t('forms.mergeTitle')} okText={t('forms.mergeSave')} width={760} onOk={() => onMerge(choice)} onCancel={onClose}>
      <p className={styles.lead}>{saved && <>{saved}<br /></>}{t(differing.length === 0 ? 'forms.mergeSame' : 'forms.mergeLead')}</p>
      {differing.map(({ key, label, mine, theirs }) => (
        <Radio.Group key={key} className={styles.merge ?? ''} value={choice[key]} onChange={(event) => setChoice({ ...choice, [key]: event.target.value as 'mine' | 'theirs' })} aria-label={label}>
          <h3>{label}</h3>
          <Radio value="mine"><strong>{t('forms.mine')}</strong><div>{mine}</div></Radio>
          <Radio value="theirs"><strong>{t('forms.theirs')}</strong><div>{theirs}</div></Radio>
        </Radio.Group>
      ))}
    </Modal>
  );
}
