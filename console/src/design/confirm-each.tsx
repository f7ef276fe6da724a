import { Progress, type ButtonProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/session.ts';
import { ConfirmButton } from './confirm.tsx';
import styles from './feedback.module.css';
import { useProblemSentence } from './problem-alert.tsx';

type Named = Readonly<{ id: string; name: string }>;
type Refused<Row> = Readonly<{ row: Row; error: unknown }>;
type ConfirmEachProps<Row extends Named> = Readonly<{
  label: ReactNode; okText: string; danger?: boolean; button?: ButtonProps;
  /** What is about to be done, to those that it will be done to. */
  title: (rows: readonly Row[]) => string;
  impact?: (rows: readonly Row[]) => ReactNode;
  consequences: (rows: readonly Row[]) => readonly string[];
  /** What is asked only once the dialog is open: what else they are used by. */
  more?: (rows: readonly Row[]) => ReactNode;
  rows: readonly Row[];
  act: (row: Row) => Promise<unknown>;
  /** Called when all were tried: which it was done to, and which refused. */
  onDone: (done: readonly Row[], refused: readonly Row[]) => void;
}>;

/**
 * The one confirm for several things at once, each done by its own call: shows how far it is, goes on when one is refused, and stays to
 * tell which and why.
 */
export function ConfirmEach<Row extends Named>({ label, okText, danger = false, button, title, impact, consequences, more, rows, act, onDone }: ConfirmEachProps<Row>) {
  const { t } = useTranslation();
  // Those of the moment in which the question was asked: what is done to them changes the list behind the dialog.
  const [asked, setAsked] = useState(rows);
  const [tried, setTried] = useState<number>();
  const [refused, setRefused] = useState<readonly Refused<Row>[]>();
  const open = () => { setAsked(rows); setTried(undefined); setRefused(undefined); };
  const run = async () => {
    const failures: Refused<Row>[] = [];
    for (const [index, row] of asked.entries()) {
      setTried(index);
      try {
        await act(row);
      } catch (error) {
        failures.push({ row, error });
      }
    }
    setTried(undefined);
    setRefused(failures);
    onDone(asked.filter((row) => !failures.some((failure) => failure.row === row)), failures.map(({ row }) => row));
    return failures.length > 0 ? 'stay' : undefined;
  };
  return (
    <ConfirmButton label={label} title={title(asked)} okText={okText} danger={danger} button={{ ...button, disabled: rows.length === 0 }} onOpen={open} ready={!refused} {...(refused ? { stayText: t('design.confirm.close') } : {})}
      impact={refused ? undefined : impact?.(asked)} consequences={refused ? [] : consequences(asked)} action={run}
      choice={(
        <>
          {!refused && more?.(asked)}
          {tried !== undefined && <Progress percent={Math.round((tried / asked.length) * 100)} size="small" aria-label={okText} />}
          {refused && <Refusals refused={refused} total={asked.length} />}
        </>
      )} />
  );
}

function Refusals<Row extends Named>({ refused, total }: { refused: readonly Refused<Row>[]; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tell = useProblemSentence();
  return (
    <div className={styles['refusals']} role="alert">
      <strong>{t('design.confirm.someRefused', { done: format.count(total - refused.length), refused: format.count(refused.length) })}</strong>
      <ul>{refused.map(({ row, error }) => <li key={row.id}><bdi>{row.name}</bdi><span>{tell(error).sentence}</span></li>)}</ul>
    </div>
  );
}
