import { useTranslation } from 'react-i18next';

const names = { 'wecom': 'wecom', 'wecom.broadcast': 'broadcast', 'sms': 'sms', 'email': 'email' } as const;

/** The reader's word for a channel; an unknown one keeps its own name. */
export function useChannelName(): (channel: string) => string {
  const { t } = useTranslation();
  return (channel) => (channel in names ? t(`audiences.channels.${names[channel as keyof typeof names]}`) : channel);
}
