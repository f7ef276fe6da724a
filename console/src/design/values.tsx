import { Tooltip } from 'antd';
import { nowMs, useFormat } from '../app/session.ts';

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

/** An instant told by its distance, in full on hover. */
export function Relative({ ms }: { ms: number | null | undefined }) {
  const format = useFormat();
  if (ms == null) return <span>–</span>;
  return <Tooltip title={`${format.fullDay(ms)} ${format.time(ms)}`}><time dateTime={new Date(ms).toISOString()}>{format.relative(ms, nowMs())}</time></Tooltip>;
}

export function Day({ ms, withTime = false }: { ms: number | null | undefined; withTime?: boolean }) {
  const format = useFormat();
  if (ms == null) return <span>–</span>;
  return <time dateTime={new Date(ms).toISOString()}>{withTime ? format.dayTime(ms, nowMs()) : format.day(ms, nowMs())}</time>;
}

/** A value of which the server shows only a part (phone, e-mail, id on a channel). */
export function Masked({ text }: { text: string | null }) {
  return <span style={{ whiteSpace: 'nowrap', color: text ? undefined : 'var(--text-tertiary)' }}>{text ?? '–'}</span>;
}
