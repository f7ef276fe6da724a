import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../app/page-title.ts';
import { LoopMark, type LoopStage } from './loop-mark.tsx';
import styles from './page.module.css';

type PageProps = Readonly<{
  title: string;
  heading?: ReactNode;
  lead?: ReactNode;
  loop?: readonly LoopStage[];
  /** The place that the page belongs to. Only a phone shows it: elsewhere the bar above every page has the way here. */
  back?: { to: '/customers' | '/audiences' | '/sops'; label: string };
  actions?: ReactNode;
  children: ReactNode;
}>;

/** Frame of every page: title, one line of explanation, place in the loop, what can be done now. */
export function Page({ title, heading, lead, loop, back, actions, children }: PageProps) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    document.title = `${title} · ${t('app.product')}`;
    usePageTitle.setState({ title, path });
  }, [title, path, t]);
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <div className={styles['titles']}>
          {back && <Link to={back.to} className={styles['back']}><ArrowLeftOutlined aria-hidden="true" /> {back.label}</Link>}
          <h1 className={styles['title']}>{heading ?? title}</h1>
          {lead && <div className={styles['lead']}>{lead}</div>}
        </div>
        {loop && <div className={styles['side']}><LoopMark stages={loop} /></div>}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page, parted from the one before by a hairline. */
export function Section({ title, extra, children, plain = false }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; plain?: boolean }) {
  return (
    <section className={plain ? styles['sectionPlain'] : styles['section']}>
      {(title || extra) && <div className={styles['sectionHead']}><h2 className={styles['sectionTitle']}>{title}</h2>{extra}</div>}
      {children}
    </section>
  );
}
