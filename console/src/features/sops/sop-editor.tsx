import type { Sop, SopDefinition } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftBar } from '../../forms/draft-bar.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { useSaveSop } from './queries.ts';
import { Entry, Goal, QuietHours } from './sop-fields.tsx';
import { lacksOf, newDefinition, problemsByStep } from './sop-draft.ts';
import { SopMerge } from './sop-merge.tsx';
import { StepEditor } from './step-editor.tsx';
import { StepPreview } from './step-preview.tsx';
import styles from './sops.module.css';

type EditorProps = Readonly<{ sop: Sop | undefined; audienceId: string; refusal: unknown; onDirty?: (dirty: boolean) => void }>;

/** The definition as a form, with the chat that it makes beside it. Saving keeps a draft; customers on their way stay on their version. */
export function SopEditor({ sop, audienceId, refusal, onDirty }: EditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveSop(sop);
  const [name, setName] = useState(sop?.name ?? '');
  const [start] = useState<SopDefinition>(() => sop?.definition ?? newDefinition(audienceId));
  const [definition, setDefinition] = useState(start);
  const [tried, setTried] = useState(false);
  const lacks = lacksOf(name, definition);
  const dirty = !save.isSuccess && (name !== (sop?.name ?? '') || definition !== start);
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  const draft = useDraft<{ name: string; definition: SopDefinition }>({ name: `sop:${sop?.id ?? 'new'}`, base: String(sop?.revision ?? ''), value: { name, definition }, dirty });
  const ended = sop?.state === 'ended';
  const conflict = isApiProblem(save.error) && save.error.code === 'sop_changed';
  const refused = save.error ?? refusal;
  const problems = problemsByStep(isApiProblem(refused) ? refused.places : []);
  const store = (input: { name: string; definition: SopDefinition; revision?: number }) => save.mutate(input, {
    onSuccess: (saved) => {
      draft.forget();
      toast(t('common.saved'));
      if (!sop) void navigate({ to: '/sops/$sopId', params: { sopId: saved.id }, search: { tab: 'edit' }, replace: true, ignoreBlocker: true });
    },
  });
  const submit = () => {
    setTried(true);
    if (lacks.name || lacks.audience || lacks.texts.length > 0) return;
    store({ name: name.trim(), definition });
  };
  return (
    <div className={styles.flowColumns}>
      <LeaveGuard when={dirty} kept={draft.keptAtMs !== null} />
      <fieldset className={styles.form} disabled={ended}>
        <DraftBar draft={draft} onRestore={(left) => { setName(left.name); setDefinition(left.definition); }} />
        {conflict && sop
          ? <SopMerge base={sop} mine={{ name: name.trim(), definition }} onMerge={store} onClose={() => save.reset()} />
          : <ProblemAlert error={refused} kept={save.error ? t('audiences.editsKept') : ''} />}
        <label className={styles.field}>
          <span>{t('sops.name')}</span>
          <Input value={name} maxLength={100} placeholder={t('sops.nameExample')} status={tried && lacks.name ? 'error' : ''} onChange={(event) => setName(event.target.value)} />
          {tried && lacks.name && <small className={styles.lack}>{t('sops.nameNeeded')}</small>}
        </label>
        <Entry definition={definition} onChange={setDefinition} lacking={tried && lacks.audience} />
        <StepEditor steps={definition.steps} onChange={(steps) => setDefinition({ ...definition, steps })} problems={problems} lacking={tried ? lacks.texts : []} />
        <Goal definition={definition} onChange={setDefinition} />
        <QuietHours definition={definition} onChange={setDefinition} />
        <div className={styles.saveBar}>
          <Button type="primary" loading={save.isPending} onClick={submit} disabled={ended || (sop !== undefined && !dirty)}>{t(sop ? 'common.save' : 'sops.create')}</Button>
          <span className={styles.faint}>{t(ended ? 'sops.endedNote' : sop?.publishedVersion ? 'sops.saveNoteLive' : 'sops.saveNote')}</span>
        </div>
      </fieldset>
      <aside className={styles.flowAside}><StepPreview definition={definition} /></aside>
    </div>
  );
}
