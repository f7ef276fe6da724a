import type { Language } from '../i18n/language.ts';

/** Where numbers and instants are read: language of the reader, zone and currency of the brand. */
export type FormatSettings = Readonly<{ language: Language; zone: string; currency: string }>;

export type Format = ReturnType<typeof createFormat>;

const dayMs = 86_400_000;
const nothing = '–';

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making a formatter is dear, and a table uses it in every row: made when it is first needed, and kept. */
function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const made = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

/** What is made when it is first asked for. */
function later<Made>(make: () => Made): () => Made {
  let made: { it: Made } | undefined;
  return () => (made ??= { it: make() }).it;
}

/** Formatters of one reader. Money comes in minor units; instants in milliseconds; rates as shares (0.125 is 12.5 %). */
export function createFormat(settings: FormatSettings) {
  const locale = settings.language === 'zh' ? 'zh-CN' : 'en-US';
  const money = () => numbers(locale, { style: 'currency', currency: settings.currency, currencyDisplay: 'narrowSymbol' });
  const wholeMoney = () => numbers(locale, { style: 'currency', currency: settings.currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 });
  const unit = later(() => 10 ** (money().resolvedOptions().maximumFractionDigits ?? 2));
  const symbol = later(() => money().formatToParts(0).find((part) => part.type === 'currency')?.value ?? '');
  const days = dayFormatters(locale, settings.zone);
  const distance = relativeFormatter(locale, days.key);

  const compact = (value: number) => compactNumber(value, settings.language, locale);
  return {
    settings,
    count: (value: number | null | undefined) => (value == null ? nothing : numbers(locale, { maximumFractionDigits: 2 }).format(value)),
    compactCount: (value: number | null | undefined) => (value == null ? nothing : compact(value)),
    decimal: (value: number, fraction = 1) => numbers(locale, { maximumFractionDigits: fraction, minimumFractionDigits: fraction }).format(value),
    money: (minor: number | null | undefined) => (minor == null ? nothing : money().format(minor / unit())),
    compactMoney: (minor: number | null | undefined) => {
      if (minor == null) return nothing;
      const value = minor / unit();
      if (Math.abs(value) < 1_000) return money().format(value);
      // As exact as the 11.23万 beside it: ¥2,984, and the cents where there is room for all of it.
      if (Math.abs(value) < 10_000) return wholeMoney().format(value);
      return `${value < 0 ? '-' : ''}${symbol()}${compact(Math.abs(value))}`;
    },
    /** Money on an axis: round numbers without fractions. */
    axisMoney: (minor: number) => `${symbol()}${compact(Math.round(minor / unit()))}`,
    percent: (share: number | null | undefined, fraction = 1) =>
      share == null || !Number.isFinite(share) ? nothing
        : numbers(locale, { style: 'percent', maximumFractionDigits: fraction, minimumFractionDigits: fraction }).format(share),
    /** Change against an earlier value with its sign; null when there is nothing to compare with. */
    change: (now: number, before: number) =>
      before === 0 ? null : numbers(locale, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(now / before - 1),
    day: (ms: number | null | undefined, nowMs?: number) => (ms == null ? nothing : days.day(ms, nowMs)),
    dayTime: (ms: number | null | undefined, nowMs?: number) => (ms == null ? nothing : `${days.day(ms, nowMs)} ${days.time(ms)}`),
    fullDay: (ms: number) => days.full(ms),
    time: (ms: number) => days.time(ms),
    weekday: (ms: number) => days.weekday(ms),
    /** Key of the day in the brand's zone, `2026-11-22`. */
    dayKey: (ms: number) => days.key(ms),
    month: (month: string) => monthText(month, settings.language),
    bytes: (bytes: number) => {
      const size = bytes < 1_048_576 ? { value: bytes / 1_024, unit: 'kB' } : { value: bytes / 1_048_576, unit: 'MB' };
      return `${numbers(locale, { maximumFractionDigits: 1 }).format(size.value)} ${size.unit}`;
    },
    get symbol() { return symbol(); },
    get minorPerMain() { return unit(); },
    /** How long something took: `34 秒`, `2 分 5 秒`; `34 s`, `2 min 5 s`. */
    duration: (ms: number) => durationText(ms, settings.language),
    relative: (ms: number | null | undefined, nowMs: number) => (ms == null ? nothing : distance(ms, nowMs) ?? days.day(ms, nowMs)),
  };
}

function dayFormatters(locale: string, zone: string) {
  const zh = locale === 'zh-CN';
  const make = (options: Intl.DateTimeFormatOptions, of = locale) => later(() => new Intl.DateTimeFormat(of, { timeZone: zone, ...options }));
  const withoutYear = make({ month: zh ? 'long' : 'short', day: 'numeric' });
  const withYear = make({ year: 'numeric', month: zh ? 'long' : 'short', day: 'numeric' });
  const time = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = make({ weekday: zh ? 'short' : 'short' });
  const key = make({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
  return {
    day: (ms: number, nowMs?: number) => (nowMs !== undefined && key().format(ms).slice(0, 4) === key().format(nowMs).slice(0, 4) ? withoutYear : withYear)().format(ms),
    full: (ms: number) => withYear().format(ms),
    time: (ms: number) => time().format(ms),
    weekday: (ms: number) => weekday().format(ms),
    key: (ms: number) => key().format(ms),
  };
}

function compactNumber(value: number, language: Language, locale: string): string {
  const size = Math.abs(value);
  if (size < 10_000) return numbers(locale, { maximumFractionDigits: 2 }).format(value);
  // ¥101.7K and ¥1.03M: of thousands one digit is enough, of millions it is not.
  if (language === 'en') return numbers(locale, { notation: 'compact', maximumFractionDigits: size < 1_000_000 ? 1 : 2 }).format(value);
  // Chosen on the rounded value, so that 99,999,999 is 1亿 and never 10,000万.
  const inHundredMillions = size >= 99_995_000;
  const scaled = inHundredMillions ? value / 100_000_000 : value / 10_000;
  const fraction = Math.abs(scaled) >= 1_000 ? 0 : Math.abs(scaled) >= 100 ? 1 : 2;
  return `${numbers(locale, { maximumFractionDigits: fraction }).format(scaled)}${inHundredMillions ? '亿' : '万'}`;
}

function monthText(month: string, language: Language): string {
  const [year = '', number = ''] = month.split('-');
  if (language === 'zh') return `${year}年${Number(number)}月`;
  return new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(Number(year), Number(number) - 1, 15));
}

/** How far away an instant is in words, from another day on by the calendar of the brand; undefined where its day says more. */
function relativeFormatter(locale: string, dayKey: (ms: number) => string): (ms: number, nowMs: number) => string | undefined {
  const words = later(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  // As the rest of our Chinese is written: 3 分钟前, and 3分钟前 nowhere.
  const text = (value: number, unit: Intl.RelativeTimeFormatUnit) => words().format(value, unit).replace(/(\d)(?=[\u4e00-\u9fff])/, '$1 ');
  return (ms, nowMs) => {
    const size = Math.abs(nowMs - ms);
    const sign = nowMs >= ms ? -1 : 1;
    if (size < 60_000) return text(0, 'second');
    if (size < 3_600_000) return text(sign * Math.floor(size / 60_000), 'minute');
    if (size > 31 * dayMs) return undefined;
    const away = Math.round((Date.parse(dayKey(ms)) - Date.parse(dayKey(nowMs))) / dayMs);
    return away === 0 ? text(sign * Math.floor(size / 3_600_000), 'hour') : text(away, 'day');
  };
}

function durationText(ms: number, language: Language): string {
  const [hour, minute, second] = language === 'zh' ? [' 小时', ' 分', ' 秒'] : [' h', ' min', ' s'];
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const parts: [number, string][] = [[Math.floor(seconds / 3_600), hour], [Math.floor((seconds % 3_600) / 60), minute], [seconds % 60, second]];
  const shown = parts.filter(([value]) => value > 0).slice(0, 2);
  return shown.length === 0 ? `< 1${second}` : shown.map(([value, unit]) => `${value}${unit}`).join(' ');
}
