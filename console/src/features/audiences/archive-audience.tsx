import type { Audience } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { SopsUsing } from './sops-using.tsx';
import { useArchive } from './use-archive.ts';

export function ArchiveAudience({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { archive, tell } = useArchive();
  return (
    <ConfirmButton label={t('audiences.archive')} title={t('audiences.archiveTitle', { name: audience.name })} okText={t('audiences.archive')} danger
      consequences={[t('audiences.archiveList'), t('audiences.archiveKept')]} choice={<SopsUsing audiences={[audience]} />}
      action={async () => {
        await archive(audience);
        await navigate({ to: '/audiences', ignoreBlocker: true });
        tell([audience]);
      }} />
  );
}
