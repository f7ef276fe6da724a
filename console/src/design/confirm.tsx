import { Button, Input, Modal, type ButtonProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './feedback.module.css';
import { useFirstFocus } from './first-focus.ts';
import { ProblemAlert } from './problem-alert.tsx';

type ConfirmProps = Readonly<{
  label: ReactNode;
  title: string;
  consequences: readonly ReactNode[];
  okText: string;
  /** The way out, where the plain "cancel" could be mistaken for the action. */
  stayText?: string;
  danger?: boolean;
  /** What it reaches, in numbers and before the consequences: 「影响 3 个 SOP、12,400 人」. */
  impact?: ReactNode;
  /** Has to be typed before a dangerous act that cannot be taken back: the name of what is lost. */
  typed?: string;
  /** Answers `stay` when there is still something to read in the dialog. */
  action: () => Promise<unknown>;
  /** Looked at before it opens; `stay` keeps it shut, because something else has to be done first. */
  before?: () => Promise<'stay' | undefined>;
  onOpen?: () => void;
  /** The address asks for it: open without a click, until `onClose`. */
  asked?: boolean;
  onClose?: () => void;
  button?: ButtonProps;
  /** A choice that belongs to the action, under its consequences. */
  choice?: ReactNode;
  /** Whether the choice is made; without it nothing has to be. */
  ready?: boolean;
}>;

/** The one confirm: a button that first tells what will follow. A refusal is shown inside and the dialog stays. */
export function ConfirmButton({ label, title, consequences, okText, stayText, danger = false, impact, typed, action, before, onOpen, asked = false, onClose, button, choice, ready = true }: ConfirmProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [looking, setLooking] = useState(false);
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [word, setWord] = useState('');
  const first = useFirstFocus(danger);
  const begin = () => { setError(null); setWord(''); onOpen?.(); setOpen(true); };
  const ask = async () => {
    setLooking(true);
    try {
      if (await before?.() !== 'stay') begin();
    } finally {
      setLooking(false);
    }
  };
  const close = () => { setOpen(false); onClose?.(); };
  const run = async () => {
    setWorking(true);
    setError(null);
    try {
      if (await action() !== 'stay') close();
    } catch (failure) {
      setError(failure);
    } finally {
      setWorking(false);
    }
  };
  return (
    <>
      <Button {...button} loading={looking || (button?.loading ?? false)} onClick={() => (before ? void ask() : begin())}>{label}</Button>
      <Modal open={open || asked} title={title} okText={okText} cancelText={stayText ?? t('common.cancel')} confirmLoading={working} width={460} {...first.modal}
        okButtonProps={{ ...first.ok, danger, disabled: !ready || (typed !== undefined && word.trim() !== typed) }} onOk={() => void run()} onCancel={close} destroyOnHidden>
        {impact && <p className={styles['impact']}>{impact}</p>}
        <ul className={styles['consequences']}>{consequences.map((said, index) => <li key={typeof said === 'string' ? said : index}>{said}</li>)}</ul>
        {choice && <div {...first.body} style={{ marginTop: 16 }}>{choice}</div>}
        {typed !== undefined && (
          <label className={styles['typed']}>
            <span>{t('design.confirm.typed', { word: typed })}</span>
            <Input value={word} onChange={(event) => setWord(event.target.value)} autoComplete="off" spellCheck={false} />
          </label>
        )}
        {error ? <div style={{ marginTop: 16 }}><ProblemAlert error={error} /></div> : null}
      </Modal>
    </>
  );
}
