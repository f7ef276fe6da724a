import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { ChartFrame } from '../../design/chart.tsx';
import { useNarrow } from '../../design/media.ts';
import { useRfmName } from '../customers/rfm-name.ts';
import styles from './rfm.module.css';
import { depthOf, type RfmClassRow, type Snapshot } from './rfm-math.ts';
import { areasOf, type Area } from './tree-map.ts';

const heightPx = { map: 320, narrow: 280 };
/** Width to height of the map beside its legend, and over it on a phone. */
const ratios = { map: 1.2, narrow: 1.28 };

/** The classes as areas: large is many customers, deep is much per customer. Whatever is too small for its name has it in the legend. */
export function SizeMap({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRfmName();
  const size = useNarrow() ? 'narrow' : 'map';
  const areas = areasOf(snapshot.classes.map(({ customers }) => customers), ratios[size]);
  const most = Math.max(0, ...snapshot.classes.map((row) => row.averageAmountMinor));
  return (
    <ChartFrame label={t('models.sizeTitle')} height={heightPx[size]}
      table={{ head: [t('models.class'), t('models.customers'), t('models.averageM')], rows: snapshot.classes.map((row) => [name(row.class), format.count(row.customers), format.money(Math.round(row.averageAmountMinor))]) }}>
      <div className={styles.sizes}>
        <div className={styles.map} style={{ height: heightPx[size] }}>
          {snapshot.classes.map((row, index) => areas[index] && <Cell key={row.class} row={row} area={areas[index]} depth={depthOf(row, most)} px={{ height: heightPx[size], width: heightPx[size] * ratios[size] }} />)}
        </div>
        <ul className={styles.legend}>
          {snapshot.classes.map((row) => (
            <li key={row.class}>
              <i data-depth={row.customers > 0 ? depthOf(row, most) : undefined} aria-hidden="true" /><span>{name(row.class)}</span><b>{format.count(row.customers)}</b><small>{format.percent(row.customers / snapshot.buyers)}</small>
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

/** Leads to an audience of the class. `px`: of the whole map, about. */
function Cell({ row, area, depth, px }: { row: RfmClassRow; area: Area; depth: number; px: { width: number; height: number } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leads = useMay()('audiences.write') && area.height * px.height >= targetPx && area.width * px.width >= targetPx;
  const name = useRfmName()(row.class);
  const percent = (share: number) => `${share * 100}%`;
  const place = { left: percent(area.x), top: percent(area.y), width: percent(area.width), height: percent(area.height) };
  const text = t('models.sizeCell', { customers: format.count(row.customers), amount: format.money(Math.round(row.averageAmountMinor)) });
  const inner: ReactNode = <span data-depth={depth}><strong>{name}</strong><span>{format.compactCount(row.customers)}</span></span>;
  return (
    <Tooltip title={<>{name}<br />{text}</>}>
      {leads ? <Link to="/audiences/$audienceId" params={{ audienceId: 'new' }} search={{ class: row.class }} className={styles.cell} style={place}>{inner}</Link> : <div className={styles.cell} style={place}>{inner}</div>}
    </Tooltip>
  );
}
