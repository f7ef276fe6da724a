import type { TodayNumbers } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { handsOf, type Hand } from '../../app/notices/hands.ts';
import { useFormat } from '../../app/session.ts';
import styles from './home.module.css';

/** What stands still until a person does something; each line leads to where it is done. */
export function Hands({ hands }: { hands: TodayNumbers['hands'] }) {
  const { t } = useTranslation();
  const lines = handsOf(hands, useMay());
  if (lines.length === 0) return <p className={styles.quiet}>{t('home.nothingWaits')}</p>;
  return <div className={styles.hands}>{lines.map((hand) => <HandLine key={hand.name} hand={hand} />)}</div>;
}

function HandLine({ hand: { name, count, to, search } }: { hand: Hand }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inner = <>{name !== 'wecom' && <span className={styles.waitingNumber}>{format.count(count)}</span>}<span>{t(`home.hands.${name}`)}</span></>;
  return to ? <Link to={to} search={search} className={styles.waitingLine}>{inner}</Link> : <div className={styles.waitingLine}>{inner}</div>;
}
