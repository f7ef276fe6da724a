import { BellOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../layout.module.css';
import { useNotices } from './use-notices.ts';

const NoticePanel = lazy(async () => ({ default: (await import('./notice-panel.tsx')).NoticePanel }));

/** What needs a hand and what has ended. The dot is about what was not looked at yet. */
export function Bell() {
  const { t } = useTranslation();
  const { notices, unread, look } = useNotices();
  const [open, setOpen] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const count = notices.filter(unread).length;
  const show = () => {
    setFresh(new Set(notices.filter(unread).map(({ key }) => key)));
    look();
    setOpen(true);
  };
  return (
    <>
      <button type="button" className={styles.iconButton} onClick={() => (open ? setOpen(false) : show())} aria-haspopup="dialog" aria-expanded={open} aria-label={count > 0 ? t('app.notices.unread', { formatted: count }) : t('app.notices.title')}>
        <BellOutlined aria-hidden="true" />{count > 0 && <span className={styles.dot} />}
      </button>
      {open && <Suspense><NoticePanel notices={notices} fresh={fresh} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
