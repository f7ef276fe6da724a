import type { Rule } from '@homefield/contract';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRule } from './rule-text.ts';
import styles from './rule.module.css';

/** The same rule as text, for engineers: everything that the language can say. What is wrong inside a condition the server says, with its place. */
export function RuleJson({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => JSON.stringify(rule, null, 2));
  const [wrong, setWrong] = useState<string | null>(null);
  const change = (next: string) => {
    setText(next);
    const read = readRule(next);
    setWrong(read === null ? t('audiences.jsonBroken') : read === false ? t('audiences.jsonNoRule') : null);
    if (read) onChange(read);
  };
  return (
    <div>
      <Input.TextArea value={text} onChange={(event) => change(event.target.value)} autoSize={{ minRows: 12, maxRows: 32 }} spellCheck={false} className={styles.json ?? ''} aria-label="JSON" status={wrong ? 'error' : ''} />
      {wrong && <p className={styles.problem} role="alert">{wrong}</p>}
    </div>
  );
}
