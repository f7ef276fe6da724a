import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { PublishSop, type PublishProps } from './publish-sop.tsx';
import { useSopAction } from './queries.ts';

/** What can be done with an SOP in its state; each tells what will follow before it is done. */
export function SopActions(publishing: PublishProps) {
  const { t } = useTranslation();
  const { sop } = publishing;
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
      {sop.state !== 'ended' && <PublishSop {...publishing} />}
    </>
  );
}
