import type { Sop } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { get } from '../../api/client.ts';
import { MergeDialog } from '../../forms/merge-dialog.tsx';
import { sopParts, stepsOf, useSavedBy, useSopDifferences, type SopText } from './sop-differences.tsx';
import { mergedSteps, orderStart } from './sop-merging.ts';
import styles from './sops.module.css';

type Merged = SopText & Readonly<{ revision: number }>;

function usePresent(id: string) {
  return useQuery({ queryKey: ['sops', 'conflict', id], queryFn: ({ signal }) => get<Sop>(`/sops/${id}`, undefined, signal), staleTime: 0, gcTime: 0 }).data;
}

/** Somebody saved this SOP meanwhile: theirs as it is now, beside mine, part by part and step by step. Where I changed nothing, theirs stays unless I say otherwise. */
export function SopMerge({ base, mine, onMerge, onClose }: Readonly<{ base: Sop; mine: SopText; onMerge: (merged: Merged) => void; onClose: () => void }>) {
  const theirs = usePresent(base.id);
  const differences = useSopDifferences();
  const savedBy = useSavedBy();
  if (!theirs) return null;
  const three = { base, mine, theirs };
  const steps = stepsOf(three);
  return (
    <MergeDialog
      onClose={onClose} saved={savedBy(theirs)}
      fields={differences(three).map((one) => ({ ...one, same: false }))}
      onMerge={(choice) => onMerge({
        name: choice['name'] === 'mine' ? mine.name : theirs.name, revision: theirs.revision,
        definition: {
          ...theirs.definition, ...Object.fromEntries(sopParts.filter((key) => choice[key] === 'mine').map((key) => [key, mine.definition[key]])),
          steps: mergedSteps(steps, (id) => choice[`step:${id}`] ?? 'theirs', choice['order'] ?? orderStart(steps) ?? 'theirs'),
        },
      })}
    />
  );
}

/** Publishing met words that were saved after the page showed it: what they are, before anybody publishes them. */
export function SopChangedMeanwhile({ seen, onRead }: Readonly<{ seen: Sop; onRead: (present: Sop) => void }>) {
  const { t } = useTranslation();
  const theirs = usePresent(seen.id);
  const differences = useSopDifferences();
  const savedBy = useSavedBy();
  if (!theirs) return null;
  const found = differences({ base: seen, mine: seen, theirs });
  return (
    <Modal open title={t('sops.merging.unseenTitle')} width={760} okText={t('sops.merging.unseenRead')} onOk={() => onRead(theirs)} onCancel={() => onRead(theirs)} cancelButtonProps={{ style: { display: 'none' } }}>
      <p className={styles.mergeLead}>{savedBy(theirs)}<br />{t(found.length === 0 ? 'sops.merging.unseenSame' : 'sops.merging.unseenLead')}</p>
      {found.map(({ key, label, mine, theirs: now }) => (
        <section key={key} className={styles.unseen} aria-label={label}>
          <h3>{label}</h3>
          <div><strong>{t('sops.merging.seen')}</strong><div>{mine}</div></div>
          <div><strong>{t('sops.merging.now')}</strong><div>{now}</div></div>
        </section>
      ))}
    </Modal>
  );
}
