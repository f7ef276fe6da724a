import type { Audience, Rule } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../../api/client.ts';
import { useSentence } from '../../app/session.ts';
import { MergeDialog } from '../../forms/merge-dialog.tsx';

type Mine = Readonly<{ name: string; rule: Rule; sentence: { zh: string; en: string } | undefined }>;
type MergeProps = Readonly<{ audienceId: string; mine: Mine; onMerge: (merged: { name: string; rule: Rule; version: number }) => void; onClose: () => void }>;

/** Somebody saved this audience meanwhile: theirs as it is now, beside mine. */
export function AudienceMerge({ audienceId, mine, onMerge, onClose }: MergeProps) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { data: theirs } = useQuery({ queryKey: ['audiences', 'conflict', audienceId], queryFn: ({ signal }) => get<Audience>(`/audiences/${audienceId}`, undefined, signal), staleTime: 0, gcTime: 0 });
  if (!theirs) return null;
  return (
    <MergeDialog
      onClose={onClose}
      fields={[
        { key: 'name' as const, label: t('audiences.name'), mine: mine.name, theirs: theirs.name, same: mine.name === theirs.name },
        { key: 'rule' as const, label: t('audiences.rule'), mine: mine.sentence ? sentence(mine.sentence) : JSON.stringify(mine.rule), theirs: sentence(theirs.sentence), same: JSON.stringify(mine.rule) === JSON.stringify(theirs.rule) },
      ]}
      onMerge={(choice) => onMerge({ name: choice.name === 'mine' ? mine.name : theirs.name, rule: choice.rule === 'mine' ? mine.rule : theirs.rule, version: theirs.version })}
    />
  );
}
