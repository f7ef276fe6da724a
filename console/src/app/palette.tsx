import { SearchOutlined } from '@ant-design/icons';
import type { SearchHit } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from './access.ts';
import { Keys } from './keys.tsx';
import { Overlay } from './overlay.tsx';
import styles from './overlay.module.css';
import { objectIcons, useActionsOfPalette, useOpenObject, usePagesOfPalette, useSettingsOfPalette, type PaletteItem } from './palette-items.tsx';
import { answersTo } from './palette-match.ts';
import { useRecent } from './recent.ts';
import { useFormat, useSignedIn } from './session.ts';
import { openOverlay } from './shell.ts';
import { useHits, type Hits } from './use-hits.ts';

/** One field over everything: pages, actions, and what the brand has by name, pinyin, phone or number. */
export function Palette() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [composing, setComposing] = useState(false);
  const hits = useHits(text, composing);
  const list = useRef<HTMLDivElement>(null);
  const { value, setValue, onKeyDown } = useFirstChoice(list, text, hits);
  const answering = (items: readonly PaletteItem[]) => items.filter((item) => answersTo(item, text));
  const [pages, actions, settings] = [answering(usePagesOfPalette()), answering(useActionsOfPalette()), answering(useSettingsOfPalette())];
  // Without a word the sections of the settings would only make the list long: their place is in it.
  const sections = text.trim() === '' ? [] : settings;
  const close = () => openOverlay(null);
  const run = (deed: () => void) => () => { close(); deed(); };
  return (
    <Overlay label={t('app.palette.title')} onClose={close}>
      <Command shouldFilter={false} loop label={t('app.palette.title')} style={{ display: 'contents' }} value={value} onValueChange={setValue} onKeyDown={onKeyDown} ref={list}>
        <div className={styles.field}>
          <SearchOutlined aria-hidden="true" />
          <Command.Input
            autoFocus value={text} onValueChange={setText} placeholder={t('app.palette.placeholder')} maxLength={100}
            onCompositionStart={() => setComposing(true)} onCompositionEnd={() => setComposing(false)}
          />
        </div>
        <Command.List className={styles.list} label={t('app.palette.results')}>
          {hits.asked === '' ? <Recents run={run} /> : <Found hits={hits} run={run} alone={pages.length + sections.length + actions.length === 0} />}
          <Lines heading={t('app.palette.pages')} items={pages} run={run} />
          <Lines heading={t('app.places.settings')} items={sections} run={run} />
          <Lines heading={t('app.palette.actions')} items={actions} run={run} />
          {hits.asked !== '' && <InCustomers asked={hits.asked} run={run} />}
        </Command.List>
        <div className={styles.foot} aria-hidden="true"><span><kbd className="key">↑</kbd><kbd className="key">↓</kbd>{t('app.palette.move')}</span><span><kbd className="key">↵</kbd>{t('app.palette.open')}</span><span><kbd className="key">Esc</kbd>{t('app.keys.close')}</span></div>
      </Command>
    </Overlay>
  );
}

/**
 * The first line is chosen until somebody chooses another: also when better ones arrive above it. Enter that comes before the answer waits for
 * it, so that fast fingers do not open whatever stood there.
 */
function useFirstChoice(list: RefObject<HTMLDivElement | null>, text: string, { answer, pending }: Hits) {
  const [value, setValue] = useState('');
  const moved = useRef(false);
  const entered = useRef(false);
  useEffect(() => { moved.current = false; entered.current = false; }, [text]);
  useEffect(() => {
    if (moved.current) return;
    const first = list.current?.querySelector<HTMLElement>('[cmdk-item]');
    setValue(first?.dataset['value'] ?? '');
    if (pending || !entered.current) return;
    entered.current = false;
    first?.click();
  }, [list, text, answer, pending]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moved.current = true;
    if (event.key !== 'Enter' || !pending || moved.current) return;
    entered.current = true;
    event.preventDefault();
  };
  return { value, setValue, onKeyDown };
}

type Run = (deed: () => void) => () => void;

function Lines({ heading, items, run }: { heading: string; items: readonly PaletteItem[]; run: Run }) {
  if (items.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {items.map(({ id, text: name, icon, keys, run: deed }) => (
        <Command.Item key={id} value={id} onSelect={run(deed)}>{icon}<span className={styles.name}>{name}</span><span className={styles.why} />{keys && <span className={styles.end}><Keys keys={keys} /></span>}</Command.Item>
      ))}
    </Command.Group>
  );
}

function Recents({ run }: { run: Run }) {
  const { t } = useTranslation();
  const may = useMay();
  const open = useOpenObject();
  const { user } = useSignedIn();
  const recent = useRecent(user.id).filter(({ kind }) => may(`${kind}s.read`)).slice(0, 5);
  if (recent.length === 0) return null;
  return (
    <Command.Group heading={t('app.palette.recent')}>
      {recent.map(({ kind, id, name }) => <Command.Item key={id} value={id} onSelect={run(() => open(kind, id))}>{objectIcons[kind]}<bdi className={styles.name}>{name}</bdi><span className={styles.why}>{t(`app.palette.kinds.${kind}`)}</span></Command.Item>)}
    </Command.Group>
  );
}

/** What the server found, kind by kind. That there was nothing is said only where nothing else answers either. */
function Found({ hits: { answer: data, error, pending }, run, alone }: { hits: Hits; run: Run; alone: boolean }) {
  const { t } = useTranslation();
  if (error) return <div className={styles.none} role="alert">{t('app.palette.failed')}</div>;
  if (!data) return <Command.Loading><div className={styles.none}>{t('common.loading')}</div></Command.Loading>;
  if (data.data.length === 0) return pending || !alone || data.kinds.length === 0 ? null : <div className={styles.none} role="status">{t('app.palette.nothing', { kinds: data.kinds.map((kind) => t(`app.palette.kinds.${kind}`)).join(t('app.guard.between')) })}</div>;
  return data.kinds.map((kind) => <HitGroup key={kind} heading={t(`app.palette.kinds.${kind}`)} hits={data.data.filter((hit) => hit.kind === kind)} run={run} />);
}

function HitGroup({ heading, hits, run }: { heading: string; hits: readonly SearchHit[]; run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useOpenObject();
  if (hits.length === 0) return null;
  const about = ({ phoneMasked, city, size }: SearchHit) => [phoneMasked, city, size === null ? null : t('app.palette.size', { formatted: format.count(size) })].filter(Boolean).join(' · ');
  return (
    <Command.Group heading={heading}>
      {hits.map((hit) => (
        <Command.Item key={hit.id} value={hit.id} onSelect={run(() => open(hit.kind, hit.id))}>
          {objectIcons[hit.kind]}<bdi className={styles.name}>{hit.name || t('customers.noName')}</bdi><span className={styles.why}>{about(hit)}</span>
          {hit.by !== 'name' && <span className={styles.end}>{t(`app.palette.by.${hit.by}`)}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** The list finds what the palette does not: a part in the middle of a name, and all of them. */
function InCustomers({ asked, run }: { asked: string; run: Run }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  if (!may('customers.read')) return null;
  return (
    <Command.Group heading={t('app.palette.more')}>
      <Command.Item value="in-customers" onSelect={run(() => void navigate({ to: '/customers', search: { q: asked } }))}><SearchOutlined /><span className={styles.name}>{t('app.palette.inCustomers')}</span><bdi className={styles.why}>{asked}</bdi></Command.Item>
    </Command.Group>
  );
}
