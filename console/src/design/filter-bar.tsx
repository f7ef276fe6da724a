import { CloseOutlined, DownOutlined, FilterOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Popover, type InputRef } from 'antd';
import { lazy, memo, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/session.ts';
import styles from './filter-bar.module.css';
import { cleared, isSet, valueText, type Filter, type FilterValues } from './filters.ts';
import { Loading } from './loading.tsx';
import { useNarrow } from './media.ts';
import { SideDrawer } from './side-drawer.tsx';
import { useSteady } from './use-steady.ts';

const FilterControl = lazy(async () => ({ default: (await import('./filter-control.tsx')).FilterControl }));

type FilterBarProps = Readonly<{
  search?: { value: string | undefined; onChange: (value: string | undefined) => void; hint: string };
  filters: readonly Filter[];
  values: FilterValues;
  onChange: (patch: FilterValues) => void;
  /** The right end: tools of the table. */
  children?: ReactNode;
}>;

/** The one filter bar: a search and typed filters as chips. What it shows is the URL. On a phone the filters are behind one button. */
export function FilterBar({ search, filters, values, onChange, children }: FilterBarProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  // A row that is chosen draws the page anew, but neither the search nor the chips, each of which brings a popover.
  const change = useSteady(onChange);
  const changeSearch = useSteady((value: string | undefined) => search?.onChange(value));
  const set = filters.filter((filter) => isSet(filter, values));
  return (
    <div className={styles['bar']} role="search">
      {search && <SearchField value={search.value} hint={search.hint} onChange={changeSearch} />}
      {narrow ? <PhoneFilters filters={filters} values={values} onChange={onChange} count={set.length} /> : filters.map((filter) => <Chip key={filter.key} filter={filter} values={values} onChange={change} />)}
      {(set.length > 0 || search?.value) && <Button type="link" size="small" onClick={() => onChange({ ...cleared(filters), ...(search ? { q: undefined } : {}) })}>{t('common.clearSearch')}</Button>}
      {children}
    </div>
  );
}

function useValueText(): (filter: Filter, values: FilterValues) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (filter, values) => valueText(filter, values, format, {
    among: (first, count) => t('design.filter.among', { first, count: format.count(count) }), from: (text) => t('design.filter.from', { text }), to: (text) => t('design.filter.to', { text }),
  });
}

const Chip = memo(function Chip({ filter, values, onChange }: Pick<FilterBarProps, 'values' | 'onChange'> & { filter: Filter }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const text = useValueText()(filter, values);
  return (
    <span className={styles['chip']} data-set={text !== ''}>
      <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} destroyOnHidden content={(
        <div className={styles['panel']}><Suspense fallback={<Loading rows={3} />}><FilterControl alone filter={filter} values={values} onChange={onChange} /></Suspense></div>
      )}>
        <button type="button" className={styles['chipButton']} aria-expanded={open}>
          {filter.label}{text && <span className={styles['chipValue']}>{text}</span>}{!text && <DownOutlined aria-hidden="true" />}
        </button>
      </Popover>
      {text && <button type="button" className={styles['chipClear']} aria-label={t('design.filter.clear', { filter: filter.label })} onClick={() => onChange(cleared([filter]))}><CloseOutlined aria-hidden="true" /></button>}
    </span>
  );
});

function PhoneFilters({ filters, values, onChange, count }: Pick<FilterBarProps, 'filters' | 'values' | 'onChange'> & { count: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (filters.length === 0) return null;
  return (
    <>
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)}>{count > 0 ? t('design.filter.some', { count }) : t('design.filter.title')}</Button>
      <SideDrawer open={open} title={t('design.filter.title')} onClose={() => setOpen(false)} footer={<Button type="primary" block onClick={() => setOpen(false)}>{t('design.filter.done')}</Button>}>
        <Suspense fallback={<Loading rows={6} />}>
          {filters.map((filter) => <section key={filter.key} className={styles['phoneFilter']}><h3>{filter.label}</h3><FilterControl filter={filter} values={values} onChange={onChange} /></section>)}
        </Suspense>
      </SideDrawer>
    </>
  );
}

const searchDelayMs = 300;

/** Writes into the URL after a short rest, so that typing does not fill the history. `/` comes here from anywhere on the page. */
const SearchField = memo(function SearchField({ value, onChange, hint }: NonNullable<FilterBarProps['search']>) {
  const [text, setText] = useState(value ?? '');
  const field = useRef<InputRef>(null);
  const change = useRef(onChange);
  const composing = useRef(false);
  useEffect(() => {
    change.current = onChange;
  });
  const [seen, setSeen] = useState(value);
  // The URL changed from elsewhere (back, a link, a view): the field follows. What is being typed, spaces at its end included, stays.
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== (value ?? '')) setText(value ?? '');
  }
  useEffect(() => {
    if (text.trim() === (value ?? '')) return;
    const timer = setTimeout(() => { if (!composing.current) change.current(text.trim() || undefined); }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, textarea, [contenteditable], [role=dialog], dialog')) return;
      event.preventDefault();
      field.current?.focus({ cursor: 'all' });
    };
    // Before the keys of the console, which take this one where a page has no search of its own.
    addEventListener('keydown', focus, true);
    return () => removeEventListener('keydown', focus, true);
  }, []);
  return (
    <Input ref={field} allowClear prefix={<SearchOutlined />} suffix={<kbd className={styles['key']} aria-hidden="true">/</kbd>} value={text} onChange={(event) => setText(event.target.value)} placeholder={hint} aria-label={hint} aria-keyshortcuts="/" className={styles['search'] ?? ''}
      onCompositionStart={() => { composing.current = true; }} onCompositionEnd={(event) => { composing.current = false; setText(`${event.currentTarget.value} `.trimEnd()); }} />
  );
});
