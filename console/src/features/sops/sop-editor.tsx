import type { Sop, SopDefinition } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, ConfigProvider, Input } from 'antd';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem, type ProblemPlace } from '../../api/problem.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftBar } from '../../forms/draft-bar.tsx';
import { LengthNote } from '../../forms/length-note.tsx';
import { tooLong } from '../../forms/length.ts';
import { useDraft } from '../../forms/use-draft.ts';
import type { Unsaved } from './publish-sop.tsx';
import { useSaveSop } from './queries.ts';
import type { SopText } from './sop-differences.tsx';
import { lacksOf } from './sop-draft.ts';
import { isTooLong, nameMax } from './sop-length.ts';
import { Entry, Goal, QuietHours } from './sop-fields.tsx';
import { SopMerge } from './sop-merge.tsx';
import { StepEditor } from './step-editor.tsx';
import { StepPreview } from './step-preview.tsx';
import { useFirstMistake, useInSight, useSopEditing, type Refusal } from './use-sop-editing.ts';
import styles from './sops.module.css';

type EditorProps = Readonly<{
  sop: Sop | undefined; audienceId: string;
  /** Why it was not published. */
  refusal?: Refusal | undefined;
  onDirty?: (dirty: boolean) => void;
  /** Something was typed: what was refused before is over. */
  onEdited?: () => void;
  /** What stands in the form, for who saves it from outside. */
  unsaved?: Ref<Unsaved>;
}>;
const none: readonly ProblemPlace[] = [];

/** The definition as a form, with the chat that it makes beside it. Saving keeps a draft; customers on their way stay on their version. An SOP that has ended is only looked at. */
export function SopEditor({ sop, audienceId, refusal, onDirty, onEdited, unsaved }: EditorProps) {
  const form = useRef<HTMLFieldSetElement>(null);
  const save = useSaveSop(sop);
  const keep = useStoring(sop, save);
  const [tried, setTried] = useState(0);
  const conflict = isApiProblem(save.error) && save.error.code === 'sop_changed';
  const editing = useSopEditing({ sop, audienceId, places: isApiProblem(save.error) ? save.error.places : refusal?.places ?? none, onChange: () => {
    if (save.isError && !conflict) save.reset();
    onEdited?.();
  } });
  const { name, definition, set, changed, lacks } = editing;
  const mine: SopText = { name: name.trim(), definition };
  const dirty = !save.isSuccess && changed;
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useFirstMistake(form, refusal);
  useFirstMistake(form, tried);
  const draft = useDraft<SopText>({ name: `sop:${sop?.id ?? 'new'}`, base: String(sop?.revision ?? ''), value: { name, definition }, dirty });
  const store = (input: Stored) => keep(input, () => { draft.forget(); onEdited?.(); });
  useImperativeHandle(unsaved, () => ({ ...mine, save: () => store(mine) }));
  const ended = sop?.state === 'ended';
  // Asked for quietly while it is a draft, in red once publishing was refused for it.
  const lacking = refusal ? 'wrong' as const : sop || tried > 0 ? 'quiet' as const : 'none' as const;
  const submit = () => {
    if (lacks.name || isTooLong(name, definition)) setTried(tried + 1);
    else void store(mine);
  };
  return (
    <div className={styles.flowColumns}>
      <LeaveGuard when={dirty} kept={draft.keptAtMs !== null} />
      <ConfigProvider componentDisabled={ended}>
        <fieldset ref={form} className={styles.form} disabled={ended}>
          {ended ? <EndedNote /> : <DraftBar draft={draft} onRestore={set} />}
          {conflict && sop && <SopMerge base={sop} mine={mine} onMerge={(merged) => void store(merged)} onClose={() => save.reset()} />}
          <Refused refusal={refusal} />
          <Fields editing={editing} lacking={lacking} nameWrong={lacks.name && (tried > 0 || refusal !== undefined)} ended={ended} />
          {!ended && <SaveBar sop={sop} saving={save.isPending} error={conflict ? null : save.error} disabled={sop !== undefined && !dirty} onSave={submit} />}
        </fieldset>
      </ConfigProvider>
      <aside className={styles.flowAside}><StepPreview definition={definition} /></aside>
    </div>
  );
}

type Stored = SopText & Readonly<{ revision?: number }>;

/** Saves and tells what the saved SOP still lacks; undefined when it was refused. */
function useStoring(sop: Sop | undefined, save: ReturnType<typeof useSaveSop>): (input: Stored, onStored: () => void) => Promise<Sop | undefined> {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return async (input, onStored) => {
    try {
      const saved = await save.mutateAsync(input);
      const lacks = lacksOf(saved.name, saved.definition);
      const left = lacks.texts.length + (lacks.audience ? 1 : 0);
      onStored();
      toast(left === 0 ? t('common.saved') : t('sops.savedLacking', { count: left }));
      if (!sop) void navigate({ to: '/sops/$sopId', params: { sopId: saved.id }, search: { tab: 'edit' }, replace: true, ignoreBlocker: true });
      return saved;
    } catch {
      // `save.error` says why, at the button or as the two versions beside each other.
      return undefined;
    }
  };
}

function Fields({ editing, lacking, nameWrong, ended }: { editing: ReturnType<typeof useSopEditing>; lacking: 'none' | 'quiet' | 'wrong'; nameWrong: boolean; ended: boolean }) {
  const { t } = useTranslation();
  const { name, definition, set, lacks, problems, audienceProblem } = editing;
  const change = (next: SopDefinition) => set({ definition: next });
  const wrong = nameWrong || tooLong(name.trim(), nameMax);
  return (
    <>
      <label className={styles.field} data-wrong={wrong}>
        <span>{t('sops.name')}</span>
        <Input value={name} placeholder={t('sops.nameExample')} status={wrong ? 'error' : ''} aria-invalid={wrong} onChange={(event) => set({ name: event.target.value })} />
        {nameWrong && <small className={styles.lack} role="alert">{t('sops.nameNeeded')}</small>}
        <LengthNote text={name.trim()} max={nameMax} />
      </label>
      <Entry definition={definition} onChange={change} lacking={lacks.audience ? lacking : 'none'} problem={audienceProblem} />
      <StepEditor steps={definition.steps} onChange={(steps) => change({ ...definition, steps })} problems={problems} lacking={lacking} readOnly={ended} />
      <Goal definition={definition} onChange={change} />
      <QuietHours definition={definition} onChange={change} />
    </>
  );
}

/** Why it was not published: the fields say the rest. */
function Refused({ refusal }: { refusal: Refusal | undefined }) {
  const { t } = useTranslation();
  if (!refusal || isApiProblem(refusal)) return <ProblemAlert error={refusal} />;
  return <p className={styles.refusedNote} role="alert">{t('sops.notReady')}</p>;
}

function EndedNote() {
  const { t } = useTranslation();
  return <p className={styles.endedNote} role="note">{t('sops.endedNote')}</p>;
}

/** What went wrong with saving stands where it was asked for. */
function SaveBar({ sop, saving, error, disabled, onSave }: { sop: Sop | undefined; saving: boolean; error: unknown; disabled: boolean; onSave: () => void }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  useInSight(bar, error);
  return (
    <div ref={bar} className={styles.saveBar}>
      {error ? <div className={styles.saveProblem}><ProblemAlert error={error} kept={t('sops.editsKept')} /></div> : null}
      <Button type="primary" loading={saving} onClick={onSave} disabled={disabled}>{t(sop ? 'common.save' : 'sops.create')}</Button>
      <span className={styles.faint}>{t(sop?.publishedVersion ? 'sops.saveNoteLive' : 'sops.saveNote')}</span>
    </div>
  );
}
