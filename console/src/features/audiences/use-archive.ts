import { useTranslation } from 'react-i18next';
import { toast } from '../../design/toast.tsx';
import { useArchiving } from './queries.ts';
import { useRestoreFailure } from './restore-failure.ts';

type Named = Readonly<{ id: string; name: string }>;

/** Archives audiences, and offers the way back once it is done. */
export function useArchive(): { archive: (audience: Named) => Promise<unknown>; tell: (done: readonly Named[]) => void } {
  const { t } = useTranslation();
  const { archive, restore, settled } = useArchiving();
  const undo = async (done: readonly Named[]) => {
    useRestoreFailure.setState({ error: null });
    for (const { id } of done) await restore.mutateAsync(id).catch((error: unknown) => useRestoreFailure.setState({ error }));
    await settled();
  };
  return {
    archive: ({ id }) => archive.mutateAsync(id),
    tell: (done) => {
      void settled();
      if (done.length > 0) toast(t(done.length === 1 ? 'audiences.archived' : 'audiences.archivedMany', { name: done[0]?.name, count: done.length }), { label: t('audiences.undo'), run: () => void undo(done) });
    },
  };
}
