import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { ChartFrame } from '../../design/chart.tsx';
import { useNarrow } from '../../design/media.ts';
import { useRfmName } from '../customers/rfm-name.ts';
import styles from './rfm.module.css';
import { depthsOf, type RfmClassRow, type Snapshot } from './rfm-math.ts';
import { areasOf, type Area } from './tree-map.ts';

const heightPx = { map: 320, narrow: 280 };
/** Width to height of the map beside its legend, and over it on a phone. */
const ratios = { map: 1.2, narrow: 1.28 };

/** The classes as areas: large is many customers, deep is much per customer. Whatever is too small for its name has it in the legend, which shows where it lies. */
export function SizeMap({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRfmName();
  const size = useNarrow() ? 'narrow' : 'map';
  const areas = areasOf(snapshot.classes.map(({ customers }) => customers), ratios[size]);
  const depths = depthsOf(snapshot.classes);
  const [told, setTold] = useState<string>();
  return (
    <ChartFrame label={t('models.sizeTitle')} height={heightPx[size]}
      table={{ head: [t('models.class'), t('models.customers'), t('models.averageM')], rows: snapshot.classes.map((row) => [name(row.class), format.count(row.customers), format.money(Math.round(row.averageAmountMinor))]) }}>
      <div className={styles.sizes}>
        <div className={styles.map} style={{ height: heightPx[size] }}>
          {snapshot.classes.map((row, index) => areas[index] && <Cell key={row.class} row={row} area={areas[index]} depth={depths[index] ?? 0} told={told === row.class} onTell={setTold} px={{ height: heightPx[size], width: heightPx[size] * ratios[size] }} />)}
        </div>
        <ul className={styles.legend}>
          {snapshot.classes.map((row, index) => (
            <li key={row.class} data-told={told === row.class} onPointerEnter={() => setTold(row.class)} onPointerLeave={() => setTold(undefined)}>
              <i data-shade={row.customers > 0 ? depths[index] : undefined} aria-hidden="true" /><span>{name(row.class)}</span><b>{format.count(row.customers)}</b><small>{format.percent(row.customers / snapshot.buyers)}</small>
            </li>
          ))}
          <li className={styles.legendNote}>{t('models.sizeNote')}</li>
        </ul>
      </div>
    </ChartFrame>
  );
}

/** What a finger can hit (WCAG 2.5.8); smaller ones lead nowhere, the table of classes has a button for each. */
const targetPx = 24;

type CellProps = { row: RfmClassRow; area: Area; depth: number; /** Pointed at, here or in the legend. */ told: boolean; onTell: (name: string | undefined) => void; /** Of the whole map, about. */ px: { width: number; height: number } };

/** Leads to an audience of the class. */
function Cell({ row, area, depth, told, onTell, px }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const leads = useMay()('audiences.write') && area.height * px.height >= targetPx && area.width * px.width >= targetPx;
  const name = useRfmName()(row.class);
  const percent = (share: number) => `${share * 100}%`;
  const place = { left: percent(area.x), top: percent(area.y), width: percent(area.width), height: percent(area.height) };
  const text = t('models.sizeCell', { customers: format.count(row.customers), amount: format.money(Math.round(row.averageAmountMinor)) });
  const pointed = { onPointerEnter: () => onTell(row.class), onPointerLeave: () => onTell(undefined), 'data-told': told, className: styles.cell, style: place };
  const inner: ReactNode = <span data-shade={depth}><strong>{name}</strong><span>{format.compactCount(row.customers)}</span></span>;
  return (
    <Tooltip title={<>{name}<br />{text}</>}>
      {leads ? <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ class: row.class }} {...pointed}>{inner}</Link> : <div {...pointed}>{inner}</div>}
    </Tooltip>
  );
}
