import type { Sop, SopMistakes } from '@homefield/contract';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { isApiProblem } from '../../api/problem.ts';
import { useMay } from '../../app/access.ts';
import { useFormat, useSentence } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { useAudience } from '../audiences/queries.ts';
import { useWecom } from '../organization/queries.ts';
import { usePublishReach } from './publish-reach.tsx';
import { useSopAction } from './queries.ts';
import { isTooLong } from './sop-length.ts';
import type { SopText } from './sop-differences.tsx';
import type { Refusal } from './use-sop-editing.ts';

/** What is typed and not saved, and the way to save it: undefined when that was refused, which the editor shows. */
export type Unsaved = SopText & Readonly<{ save: () => Promise<Sop | undefined> }>;
export type PublishProps = Readonly<{
  sop: Sop; unsaved: (() => Unsaved | null) | undefined;
  /** Something has to be mended first: at its place in the editor. */
  onRefused: (refusal?: Refusal) => void;
  /** The words are others by now than those of `seen`. */
  onUnseen: (seen: Sop) => void;
  onDone: () => void;
}>;

/** Publishes what was seen: looks for mistakes first, saves what is typed, tells what will follow, and names the revision that it told of. */
export function PublishSop({ sop, unsaved, onRefused, onUnseen, onDone }: PublishProps) {
  const { t } = useTranslation();
  const act = useSopAction(sop.id);
  const ready = useReady({ sop, unsaved, onRefused });
  // The draft of which the dialog tells, whatever is read anew behind it.
  const [asked, setAsked] = useState<Readonly<{ draft: Sop; saved: boolean }> | null>(null);
  const [enterPresent, setEnterPresent] = useState(sop.entersPresent);
  const draft = asked?.draft ?? sop;
  const { consequences, warning } = useConsequences(draft, asked !== null, asked?.saved ?? false);
  const first = sop.publishedVersion === null;
  const before = async () => {
    const found = await ready();
    setAsked(found ? { draft: found, saved: unsaved !== undefined } : null);
    return found ? undefined : 'stay' as const;
  };
  const run = async () => {
    try {
      await act.mutateAsync({ action: 'publish', enterPresent, revision: draft.revision });
      onDone();
    } catch (error) {
      if (!isApiProblem(error)) throw error;
      // The dialog gets out of the way of what has to be looked at or mended.
      if (error.code === 'sop_changed') onUnseen(draft);
      else if (error.places.length > 0) onRefused(error);
      else throw error;
    }
  };
  const label = unsaved ? t(first ? 'sops.saveAndPublish' : 'sops.saveAndPublishNew') : t(first ? 'sops.publish' : 'sops.publishNew');
  return (
    <ConfirmButton label={label} title={t('sops.publishTitle', { name: draft.name })} okText={t('sops.publish')} button={{ type: first || unsaved ? 'primary' : 'default' }}
      before={before} impact={warning} consequences={consequences} choice={<Checkbox checked={enterPresent} onChange={(event) => setEnterPresent(event.target.checked)}>{t('sops.enterPresent')}</Checkbox>} action={run} />
  );
}

/** The draft to publish, checked and saved; undefined when something has to be mended before. */
function useReady({ sop, unsaved, onRefused }: Pick<PublishProps, 'sop' | 'unsaved' | 'onRefused'>): () => Promise<Sop | undefined> {
  const may = useMay();
  const sentence = useSentence();
  return async () => {
    const typed = unsaved?.();
    const { name, definition } = typed ?? sop;
    if (isTooLong(name, definition)) {
      onRefused({ places: [] });
      return undefined;
    }
    // A check that does not answer stops nobody: publishing asks the same again.
    const { mistakes } = may('sops.write') ? await call<SopMistakes>('POST', '/sops/check', { body: { definition } }).catch(() => ({ mistakes: [] })) : { mistakes: [] };
    if (mistakes.length > 0 || name.trim() === '') {
      onRefused({ places: mistakes.map((one) => ({ pointer: one.pointer, detail: sentence(one.sentence) })) });
      return undefined;
    }
    if (!typed) return sop;
    const saved = await typed.save();
    if (!saved) onRefused();
    return saved;
  };
}

function useConsequences(sop: Sop, open: boolean, saved: boolean) {
  const { t } = useTranslation();
  const format = useFormat();
  const audience = useAudience(sop.definition.trigger.audienceId);
  const wecom = useWecom();
  const reach = usePublishReach({ sop, unconnected: wecom.data?.state === 'missing', open });
  // Counted now, not when somebody looked last.
  const size = reach.customers;
  const named = { audience: audience.data?.name ?? '–' };
  return {
    warning: reach.warning,
    consequences: [
      ...(saved ? [t('sops.publishSaved')] : []),
      ...(sop.definition.trigger.audienceId === '' ? [] : [size == null ? t('sops.publishAudience', named) : t('sops.publishAudienceOf', { ...named, formatted: format.count(size) })]),
      t('sops.publishHoldOut', { percent: format.percent(sop.definition.holdOut, 0) }),
      ...(reach.line ? [reach.line] : []),
      t('sops.publishStaff'),
      ...(sop.publishedVersion === null ? [] : [t('sops.publishRunning'), t('sops.publishWords')]),
      ...(sop.state === 'paused' ? [t('sops.publishPaused')] : []),
    ],
  };
}
