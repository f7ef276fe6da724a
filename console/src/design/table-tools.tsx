import { HolderOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { memo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseDensity, usePreferences } from '../app/preferences.ts';
import { arrange, chooserOrder, moved } from './data-table-columns.ts';
import type { Column } from './data-table-types.ts';
import styles from './data-table.module.css';
import type { Density } from './tokens.ts';
import { useSteady } from './use-steady.ts';

type TableToolsProps<Row> = Readonly<{
  columns: readonly Column<Row>[];
  chosen: readonly string[] | null | undefined;
  /** null: as the page has it. */
  onChoose: (columns: string[] | null) => void;
  /** Export and what else belongs to the whole table. */
  children?: ReactNode;
}>;

/** At the right end above a table: which columns in which order, how dense, and what can be done with the whole of it. */
export function TableTools<Row>({ columns, chosen, onChoose, children }: TableToolsProps<Row>) {
  const choose = useSteady(onChoose);
  return <div className={styles['tools']}>{children}<TableSettings columns={columns} chosen={chosen} onChoose={choose} /></div>;
}

const TableSettings = memo(function TableSettings<Row>({ columns, chosen, onChoose }: Omit<TableToolsProps<Row>, 'children'>) {
  const { t } = useTranslation();
  const density = usePreferences((state) => state.density);
  return (
    <Popover trigger="click" placement="bottomRight" content={(
      <div className={styles['chooser']}>
        <div className={styles['chooserHead']}>
          <span>{t('app.density.label')}</span>
          <Segmented<Density> size="small" value={density} onChange={chooseDensity} options={[{ value: 'comfortable', label: t('app.density.comfortable') }, { value: 'compact', label: t('app.density.compact') }]} />
        </div>
        <ColumnChooser columns={columns} chosen={chosen} onChoose={onChoose} />
      </div>
    )}>
      <Button icon={<SettingOutlined />} aria-label={t('design.table.settings')} title={t('design.table.settings')} />
    </Popover>
  );
}) as <Row>(props: Omit<TableToolsProps<Row>, 'children'>) => ReactNode;

/** A check for each column, and a handle that is dragged, or moved with the arrow keys while it has the focus. */
function ColumnChooser<Row>({ columns, chosen, onChoose }: Omit<TableToolsProps<Row>, 'children'>) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const order = chooserOrder(columns, chosen);
  const shown = arrange(columns, chosen).map((column) => column.key);
  const [first] = shown;
  const put = (keys: readonly string[]) => onChoose(keys.filter((key) => key !== first));
  const move = (key: string, to: number) => { if (shown.includes(key) && key !== first) put(moved(shown, key, Math.max(1, to))); };
  const onKey = (event: KeyboardEvent, key: string) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(key, shown.indexOf(key) + step);
  };
  return (
    <>
      <div className={styles['chooserHead']}>
        <span>{t('design.table.columns')}</span>
        <Button type="link" size="small" disabled={!chosen} onClick={() => onChoose(null)}>{t('design.table.resetColumns')}</Button>
      </div>
      <ul>
        {order.map(({ key, title }) => (
          <li key={key} data-over={over === key} onDragOver={(event) => { if (dragged && key !== first) { event.preventDefault(); setOver(key); } }}
            onDrop={() => { if (dragged) move(dragged, shown.indexOf(key)); setDragged(null); setOver(null); }}>
            <Checkbox checked={shown.includes(key)} disabled={key === first} onChange={(event) => put(event.target.checked ? [...shown, key] : shown.filter((one) => one !== key))}>{title}</Checkbox>
            {shown.includes(key) && key !== first && (
              <button type="button" className={styles['handle']} draggable aria-label={t('design.table.moveColumn', { column: typeof title === 'string' ? title : key })} onKeyDown={(event) => onKey(event, key)}
                onDragStart={() => setDragged(key)} onDragEnd={() => { setDragged(null); setOver(null); }}><HolderOutlined aria-hidden="true" /></button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
