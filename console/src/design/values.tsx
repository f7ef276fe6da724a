import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../app/session.ts';
import styles from './values.module.css';

/** Money in full; `compact` says 万 / 亿 and shows the full amount on hover. */
export function Money({ minor, compact = false }: { minor: number | null | undefined; compact?: boolean }) {
  const format = useFormat();
  const full = format.money(minor);
  if (!compact) return <span>{full}</span>;
  const short = format.compactMoney(minor);
  return short === full ? <span>{full}</span> : <Tooltip title={full}><span>{short}</span></Tooltip>;
}

export function Count({ value, compact = false }: { value: number | null | undefined; compact?: boolean }) {
  const format = useFormat();
  const full = format.count(value);
  if (!compact) return <span>{full}</span>;
  const short = format.compactCount(value);
  return short === full ? <span>{full}</span> : <Tooltip title={full}><span>{short}</span></Tooltip>;
}

/** A share with its base on hover: a percentage without one is a rumor. */
export function Percent({ part, base, fraction = 1 }: { part: number; base: number; fraction?: number }) {
  const format = useFormat();
  return (
    <Tooltip title={`${format.count(part)} / ${format.count(base)}`}>
      <span>{base > 0 ? format.percent(part / base, fraction) : '–'}</span>
    </Tooltip>
  );
}

/** An instant told by its distance, in full on hover: the browser's own words, because tables have one in every row. */
export function Relative({ ms }: { ms: number | null | undefined }) {
  const format = useFormat();
  if (ms == null) return <span>–</span>;
  return <time dateTime={new Date(ms).toISOString()} title={`${format.fullDay(ms)} ${format.time(ms)}`}>{format.relative(ms, nowMs())}</time>;
}

export function Day({ ms, withTime = false }: { ms: number | null | undefined; withTime?: boolean }) {
  const format = useFormat();
  if (ms == null) return <span>–</span>;
  return <time dateTime={new Date(ms).toISOString()}>{withTime ? format.dayTime(ms, nowMs()) : format.day(ms, nowMs())}</time>;
}

/** A value of which the server shows only a part (phone, e-mail, id on a channel). */
export function Masked({ text, explained = false }: { text: string | null; /** Where one looks at a single customer, the reason can be had by touch and keyboard too; in tables, which have one in every row, it is in the browser's own words. */ explained?: boolean }) {
  const { t } = useTranslation();
  const hidden = text?.includes('*') ?? false;
  if (hidden && explained) return <Tooltip title={t('design.masked')} trigger={['hover', 'focus', 'click']}><button type="button" className={styles['maskedWhy']}>{text}</button></Tooltip>;
  return <span className={styles['masked']} data-missing={!text} title={hidden ? t('design.masked') : undefined}>{text ?? '–'}</span>;
}

const hues = 6;

/** A person by their letter and name. The color follows the name, so that the same person looks the same everywhere. */
export function Person({ name, note, missing = '–' }: { name: string | null; note?: ReactNode; missing?: ReactNode }) {
  if (!name) return <span className={styles['masked']} data-missing="true">{missing}</span>;
  const letters = [...name];
  const hue = letters.reduce((sum, letter) => (sum + (letter.codePointAt(0) ?? 0)) % hues, 0);
  return (
    <span className={styles['person']}>
      <i className={styles['letter']} data-hue={hue} aria-hidden="true">{letters[0]?.toUpperCase()}</i>
      <bdi className={styles['personName']}>{name}</bdi>{note}
    </span>
  );
}

/** A share drawn as long as it is, with the percentage; its base on hover, in the browser's own words, because tables have one in every row. */
export function ShareBar({ part, base }: { part: number; base: number }) {
  const format = useFormat();
  return (
    <span className={styles['share']} title={`${format.count(part)} / ${format.count(base)}`}>
      <i aria-hidden="true"><b style={{ width: `${base > 0 ? Math.min(100, (part / base) * 100) : 0}%` }} /></i><span>{base > 0 ? format.percent(part / base) : '–'}</span>
    </span>
  );
}
