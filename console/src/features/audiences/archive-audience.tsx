import type { Audience } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { useArchiveAudience } from './queries.ts';

export function ArchiveAudience({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const archive = useArchiveAudience(audience.id);
  return (
    <ConfirmButton label={t('audiences.archive')} title={t('audiences.archiveTitle', { name: audience.name })} okText={t('audiences.archive')} danger
      consequences={[t('audiences.archiveList'), t('audiences.archiveKept')]}
      action={async () => {
        await archive.mutateAsync();
        await navigate({ to: '/audiences', ignoreBlocker: true });
      }} />
  );
}
