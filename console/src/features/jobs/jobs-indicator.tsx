import { ScheduleOutlined, SyncOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { JobNotices } from './job-notices.tsx';
import styles from './jobs.module.css';
import { useJobStream } from './live.ts';
import { useLive } from './live-state.ts';
import { isActive, readAnew, useRecentJobs } from './queries.ts';

/** Buttons, bars and confirmations that only an open panel needs. */
const JobsPanel = lazy(async () => ({ default: (await import('./jobs-panel.tsx')).JobsPanel }));

/** In the header: how many jobs are under way and how far; a click opens them. Keeps all shown jobs current, and tells when one's own have ended. */
export function JobsIndicator() {
  const may = useMay()('jobs.read');
  useJobStream(may);
  return may ? <Indicator /> : null;
}

function Indicator() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const jobs = useRecentJobs().data?.data ?? [];
  const active = jobs.filter(isActive);
  const known = active.filter((job) => job.progress.total > 0);
  const share = known.length > 0 ? known.reduce((sum, job) => sum + job.progress.done / job.progress.total, 0) / known.length : null;
  useReadAnew(active.length);
  useClosing(open, place, () => setOpen(false));
  const label = active.length > 0 ? t('jobs.running', { formatted: active.length }) : t('jobs.title');
  const done = share === null ? '' : `${Math.floor(share * 100)}%`;
  return (
    <div ref={place} className={styles.indicatorPlace}>
      <button type="button" className={styles.indicator} data-active={active.length > 0} aria-expanded={open} aria-haspopup="dialog" aria-label={done ? `${label} ${done}` : label} title={label} onClick={() => setOpen(!open)}>
        {active.length > 0 ? <SyncOutlined spin aria-hidden="true" /> : <ScheduleOutlined aria-hidden="true" />}
        {active.length > 0 && <span className={styles.indicatorText}>{label}</span>}
        {done && <>{' '}<span>{done}</span></>}
      </button>
      {open && <Suspense><JobsPanel jobs={jobs} onClose={() => setOpen(false)} /></Suspense>}
      <JobNotices jobs={jobs} />
    </div>
  );
}

/** Without the stream nobody tells that a job has ended: fewer are under way than at the last look. */
function useReadAnew(active: number): void {
  const client = useQueryClient();
  const live = useLive((state) => state.live);
  const before = useRef(active);
  useEffect(() => {
    if (active < before.current && !live) readAnew(client);
    before.current = active;
  }, [active, live, client]);
}

/** A click elsewhere and Escape close it; dialogs that were opened from it (they live at the end of the page) do not count as elsewhere. */
function useClosing(open: boolean, place: React.RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => { latest.current = close; });
  useEffect(() => {
    if (!open) return undefined;
    const isElsewhere = (target: EventTarget | null) => target instanceof Element && !place.current?.contains(target) && !target.closest('.ant-modal-root, .ant-modal-wrap');
    const onDown = (event: PointerEvent) => { if (isElsewhere(event.target)) latest.current(); };
    const onKey = (event: KeyboardEvent) => { if (event.key === 'Escape' && !document.querySelector('.ant-modal-wrap:not([style*="none"])')) latest.current(); };
    document.addEventListener('pointerdown', onDown);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onDown);
      document.removeEventListener('keydown', onKey);
    };
  }, [open, place]);
}
