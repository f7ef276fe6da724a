import type { TFunction } from 'i18next';

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1.4 GB`: by 1,024, as file managers count. */
export function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${byteUnits[step] ?? 'B'}`;
}

const minuteMs = 60_000;

/** The largest unit that fits, and the next: 3 天 4 小时, 12 分 5 秒. */
export function durationText(ms: number, t: TFunction): string {
  const days = Math.floor(ms / (24 * 60 * minuteMs));
  const hours = Math.floor(ms / (60 * minuteMs)) % 24;
  const minutes = Math.floor(ms / minuteMs) % 60;
  const seconds = Math.floor(ms / 1_000) % 60;
  if (days > 0) return t('system.daysHours', { days, hours });
  if (hours > 0) return t('system.hoursMinutes', { hours, minutes });
  return minutes > 0 ? t('system.minutesSeconds', { minutes, seconds }) : t('system.seconds', { seconds });
}
