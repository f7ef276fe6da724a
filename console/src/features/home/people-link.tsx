import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../../app/access.ts';
import type { PresetName } from '../audiences/presets.ts';
import styles from './home.module.css';

/** A number that leads to the people behind it: to their rule, to go on with it; for who makes no audiences to the people themselves. */
export function PeopleLink({ preset, children }: { preset: PresetName; children: ReactNode }) {
  const may = useMay();
  if (!may('customers.read')) return children;
  if (!may('audiences.write')) return <Link to="/" search={{ people: preset }} resetScroll={false} className={styles.number}>{children}</Link>;
  return <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ preset }} className={styles.number}>{children}</Link>;
}

/** To the customers, in the order that puts those of the number first. */
export function CustomersLink({ sort, children }: { sort: '-createdAt' | '-lastOrderAt'; children: ReactNode }) {
  const may = useMay();
  if (!may('customers.read')) return children;
  return <Link to="/customers" search={{ sort }} className={styles.number}>{children}</Link>;
}
