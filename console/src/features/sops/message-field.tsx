import { Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LengthNote } from '../../forms/length-note.tsx';
import { tooLong } from '../../forms/length.ts';
import { inserted, variables } from './sop-draft.ts';
import { textMax } from './sop-length.ts';
import styles from './sops.module.css';

/** The words of a message, with buttons that put a variable where the cursor stands. `children` is what is said of it. */
export function MessageField({ value, readOnly, onChange, children }: { value: string; readOnly: boolean; onChange: (text: string) => void; children: ReactNode }) {
  const { t } = useTranslation();
  const field = useRef<TextAreaRef>(null);
  // Where the cursor stood last; nobody was in the text yet: its end.
  const place = useRef<readonly [from: number, to: number] | null>(null);
  const caret = useRef<number | null>(null);
  const area = () => field.current?.resizableTextArea?.textArea;
  useLayoutEffect(() => {
    if (caret.current === null) return;
    area()?.setSelectionRange(caret.current, caret.current);
    place.current = [caret.current, caret.current];
    caret.current = null;
  }, [value]);
  const insert = (name: string) => {
    const next = inserted(value, place.current, `{{ ${name} }}`);
    area()?.focus();
    caret.current = next.caret;
    onChange(next.text);
  };
  const remember = () => {
    const { selectionStart, selectionEnd } = area() ?? {};
    if (selectionStart !== undefined && selectionEnd !== undefined) place.current = [selectionStart, selectionEnd];
  };
  return (
    <>
      <Input.TextArea ref={field} value={value} status={tooLong(value, textMax) ? 'error' : ''} aria-invalid={tooLong(value, textMax)} autoSize={{ minRows: 3, maxRows: 12 }} placeholder={t('sops.textExample')} aria-label={t('sops.sendTitle')} onSelect={remember} onBlur={remember} onChange={(event) => onChange(event.target.value)} />
      <LengthNote text={value} max={textMax} />
      {children}
      {!readOnly && (
        <div className={styles.variables}>
          <span className={styles.faint}>{t('sops.insert')}</span>
          {/* Pressing takes no focus: the text keeps its cursor and what is chosen in it. */}
          {variables.map((name) => <button key={name} type="button" onMouseDown={(event) => event.preventDefault()} onClick={() => insert(name)}>{t(`sops.variables.${name.replace('customer.', '') as 'name'}`)}</button>)}
        </div>
      )}
    </>
  );
}
