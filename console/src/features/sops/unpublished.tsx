import type { Sop } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat, useSignedIn } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { toast } from '../../design/toast.tsx';
import { useDiscardSop } from './queries.ts';
import styles from './sops.module.css';

/** The draft says something else than what runs: who saved it, where to read it, and the way back. `dirty`: something typed in the form is not saved, and would be lost. */
export function UnpublishedNote({ sop, tab, dirty }: { sop: Sop; tab: string; dirty: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const ended = sop.state === 'ended';
  const writes = may('sops.write');
  return (
    <div className={styles.unpublished} role="note">
      <span>{ended ? t('sops.unpublished.ended') : <Saved sop={sop} editing={tab === 'edit'} />}</span>
      {writes && tab !== 'edit' && <Link to="/sops/$sopId" params={{ sopId: sop.id }} search={{ tab: 'edit' }} className={styles.inText}>{t('sops.unpublished.look')}</Link>}
      {writes && !ended && <Discard sop={sop} dirty={dirty} />}
    </div>
  );
}

function Saved({ sop, editing }: { sop: Sop; editing: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs } = useSignedIn();
  const words = { name: sop.changedBy, time: format.dayTime(sop.changedAtMs, nowMs) };
  return <>{t(sop.changedBy === null ? 'sops.unpublished.savedAt' : 'sops.unpublished.savedBy', words)} {t(editing ? 'sops.unpublished.below' : 'sops.unpublished.runs', { number: sop.publishedVersion })}</>;
}

function Discard({ sop, dirty }: { sop: Sop; dirty: boolean }) {
  const { t } = useTranslation();
  const discard = useDiscardSop(sop.id);
  // The draft of which the dialog tells, whatever is read anew behind it.
  const [asked, setAsked] = useState(sop);
  const run = async () => {
    await discard.mutateAsync(asked.revision);
    toast(t('sops.unpublished.discarded'));
  };
  return (
    <ConfirmButton label={t('sops.unpublished.discard')} title={t('sops.unpublished.discardTitle')} okText={t('sops.unpublished.discard')} danger action={run} onOpen={() => setAsked(sop)}
      button={{ size: 'small', disabled: dirty, ...(dirty ? { title: t('sops.unpublished.saveFirst') } : {}) }}
      consequences={[t('sops.unpublished.discardBack', { number: asked.publishedVersion }), t('sops.unpublished.discardGone'), t('sops.unpublished.discardRuns')]} />
  );
}
