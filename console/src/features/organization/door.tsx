import type { ReactNode } from 'react';
import { LanguageSwitch, ThemeSwitch } from '../../app/door-switches.tsx';
import { DoorPicture } from './door-picture.tsx';
import styles from './door.module.css';

/** Frame of the pages before the sign-in: the form, and beside it what the product is about. */
export function Door({ title, lead, children, aside }: { title: string; lead?: string; children: ReactNode; aside: ReactNode }) {
  return (
    <div className={styles.door}>
      <main className={styles.form}>
        <div className={styles.mark}><img src="/mark.svg" width="32" height="32" alt="" /><strong>主场</strong><span>Homefield</span></div>
        <div className={styles.inner}>
          <h1>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
        <div className={styles.switches}><LanguageSwitch /><ThemeSwitch /></div>
      </main>
      <aside className={styles.aside}><DoorPicture /><div className={styles.words}>{aside}</div></aside>
    </div>
  );
}
