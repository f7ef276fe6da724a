import type { Sop } from '@homefield/contract';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useFormat } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { useAudience } from '../audiences/queries.ts';
import { useWecom } from '../organization/queries.ts';
import { useSopAction } from './queries.ts';
import { usePublishReach } from './publish-reach.tsx';

type ActionsProps = Readonly<{ sop: Sop; unsaved: boolean; onRefused: (error: unknown) => void; onDone: () => void }>;

/** What can be done with an SOP in its state; each tells what will follow before it is done. */
export function SopActions({ sop, unsaved, onRefused, onDone }: ActionsProps) {
  const { t } = useTranslation();
  const act = useSopAction(sop.id);
  const names = { name: sop.name };
  return (
    <>
      {(sop.state === 'live' || sop.state === 'paused') && (
        <ConfirmButton label={t('sops.end')} title={t('sops.endTitle', names)} okText={t('sops.end')} danger button={{ danger: true }}
          consequences={[t('sops.endRuns'), t('sops.endMessages'), t('sops.endGoals'), t('sops.endFinal')]} action={() => act.mutateAsync({ action: 'end' })} />
      )}
      {sop.state === 'live' && (
        <ConfirmButton label={t('sops.pause')} title={t('sops.pauseTitle', names)} okText={t('sops.pause')}
          consequences={[t('sops.pauseEntry'), t('sops.pauseSteps'), t('sops.pauseGoals')]} action={() => act.mutateAsync({ action: 'pause' })} />
      )}
      {sop.state === 'paused' && (
        <ConfirmButton label={t('sops.resume')} title={t('sops.resumeTitle', names)} okText={t('sops.resume')} button={{ type: 'primary' }}
          consequences={[t('sops.resumeSteps'), t('sops.resumeEntry')]} action={() => act.mutateAsync({ action: 'resume' })} />
      )}
      {sop.state !== 'ended' && <Publish sop={sop} unsaved={unsaved} onRefused={onRefused} onDone={onDone} />}
    </>
  );
}

function Publish({ sop, unsaved, onRefused, onDone }: ActionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useSopAction(sop.id);
  const audience = useAudience(sop.definition.trigger.audienceId);
  const [enterPresent, setEnterPresent] = useState(sop.entersPresent);
  const first = sop.publishedVersion === null;
  const size = audience.data?.size;
  const wecom = useWecom();
  const [asked, setAsked] = useState(false);
  const reach = usePublishReach({ sop, unconnected: wecom.data?.state === 'missing', open: asked });
  const consequences = [
    ...(unsaved ? [t('sops.publishUnsaved')] : []),
    ...(sop.definition.trigger.audienceId === '' ? [] : [size == null ? t('sops.publishAudience', { audience: audience.data?.name ?? '–' }) : t('sops.publishAudienceOf', { audience: audience.data?.name ?? '–', formatted: format.count(size) })]),
    t('sops.publishHoldOut', { percent: format.percent(sop.definition.holdOut, 0) }),
    ...(reach.line ? [reach.line] : []),
    t('sops.publishStaff'),
    ...(first ? [] : [t('sops.publishRunning'), t('sops.publishWords')]),
    ...(sop.state === 'paused' ? [t('sops.publishPaused')] : []),
  ];
  const run = async () => {
    try {
      await act.mutateAsync({ action: 'publish', enterPresent });
      onDone();
    } catch (error) {
      // The places stand on the fields of the editor: it is shown, and the dialog gets out of its way.
      if (!isApiProblem(error) || error.places.length === 0) throw error;
      onRefused(error);
    }
  };
  return (
    <ConfirmButton label={t(first ? 'sops.publish' : 'sops.publishNew')} title={t('sops.publishTitle', { name: sop.name })} okText={t('sops.publish')} button={{ type: first ? 'primary' : 'default' }}
      onOpen={() => setAsked(true)} impact={reach.warning} consequences={consequences} choice={<Checkbox checked={enterPresent} onChange={(event) => setEnterPresent(event.target.checked)}>{t('sops.enterPresent')}</Checkbox>} action={run} />
  );
}
