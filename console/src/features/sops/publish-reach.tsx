import type { Sop, SopReach } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { useChannelName } from '../audiences/channel-name.ts';
import { useSopReach } from './queries.ts';
import styles from './sops.module.css';

type Asked = Readonly<{ sop: Sop; unconnected: boolean; open: boolean }>;

/** For the dialog of publishing: how many the first message can reach now, as a line beside the others; as a warning when that is nobody. */
export function usePublishReach(asked: Asked): Told & { /** In its audience now; absent until it is counted. */ customers?: number } {
  const { data } = useSopReach(asked.sop.id, asked.sop.revision, asked.open);
  const told = useTold(asked, data);
  return data && asked.sop.definition.trigger.audienceId !== '' ? { ...told, customers: data.customers } : told;
}

type Told = { line?: ReactNode; warning?: ReactNode };

function useTold({ sop, unconnected, open }: Asked, data: SopReach | undefined): Told {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const channelName = useChannelName();
  const { error } = useSopReach(sop.id, sop.revision, open);
  const { audienceId } = sop.definition.trigger;
  if (audienceId === '') return { warning: t('sops.audienceNeeded') };
  if (unconnected) return { warning: t('sops.publishUnconnected') };
  // What cannot be counted just now (the audience is archived, an engine restarts) stops nobody: publishing says what is wrong.
  if (error || (data && data.channel === null)) return {};
  if (!data) return { line: t('sops.reachCounting') };
  const words = { channel: channelName(data.channel ?? ''), formatted: format.count(data.reachable), total: format.count(data.customers) };
  if (data.customers === 0) return { warning: t('sops.reachEmpty') };
  const people = { preset: 'contacts' as const, among: audienceId };
  return data.reachable > 0
    ? { line: <>{t('sops.reachNow', words)}{may('audiences.write') && <> <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={people} target="_blank" className={styles.inText}>{t('sops.reachWho')}</Link></>}</> }
    : { warning: <>{t('sops.reachNobody', words)}{may('channels.manage') && <> <Link to="/settings" search={{ section: 'wecom' }} target="_blank" className={styles.inText}>{t('sops.mendIn.wecom')}</Link></>}</> };
}
