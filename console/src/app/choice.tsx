import styles from './choice.module.css';

/** A few choices side by side, as radio buttons: the arrow keys move, and it costs nothing of the 250 kB of the shell. */
export function Choice<Value extends string>({ label, value, options, onChange }: {
  label: string; value: Value; options: readonly { value: Value; label: string; lang?: string }[]; onChange: (value: Value) => void;
}) {
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input type="radio" name={label} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} /><span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
