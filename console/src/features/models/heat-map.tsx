import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { ChartFrame } from '../../design/chart.tsx';
import styles from './rfm.module.css';
import { heatOf, type Snapshot } from './rfm-math.ts';

const depths = 5;

/** Buyers by the band of their last order (R) and of their number of orders (F): a table whose cells are as deep as they are full. */
export function HeatMap({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, columns, values, most } = useMemo(() => heatOf(snapshot.cells), [snapshot]);
  const [chosen, setChosen] = useState<(typeof values)[number]>();
  const depthOf = (customers: number) => (customers === 0 ? undefined : Math.min(depths - 1, Math.floor((customers / most) * depths)));
  const told = chosen && t('models.heatCell', { recency: rows[chosen[1]], frequency: columns[chosen[0]], customers: format.count(chosen[2]), sales: format.compactMoney(chosen[3]) });
  return (
    <ChartFrame height={320} label={t('models.heatTitle')}
      table={{ head: [t('models.axisR'), ...columns.map((band) => t('models.orders', { value: band }))], rows: rows.map((row, y) => [t('models.days', { value: row }), ...values.filter((value) => value[1] === y).map((value) => format.count(value[2]))]) }}>
      <div className={styles.heat}>
        <table onPointerLeave={() => setChosen(undefined)}>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row}>
                <th scope="row">{t('models.days', { value: row })}</th>
                {values.filter((value) => value[1] === y).map((value) => (
                  <td key={value[0]} data-depth={depthOf(value[2])} data-chosen={value === chosen} onPointerEnter={() => setChosen(value)} onClick={() => setChosen(value)}>{format.compactCount(value[2])}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot><tr><td />{columns.map((band) => <th key={band} scope="col">{band}</th>)}</tr></tfoot>
        </table>
        <p>{told ?? t('models.axisF')}</p>
      </div>
    </ChartFrame>
  );
}
