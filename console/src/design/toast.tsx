import { CheckCircleFilled } from '@ant-design/icons';
import { create } from 'zustand';
import styles from './feedback.module.css';

const shownMs = 3_000;
const shownWithActionMs = 8_000;
type ToastAction = Readonly<{ label: string; run: () => void }>;
type Toast = Readonly<{ id: number; text: string; action: ToastAction | undefined }>;
const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }));
let made = 0;

/** Says in passing that something worked, with the way back where there is one. What failed is never told in passing: it stays where it happened. */
export function toast(text: string, action?: ToastAction): void {
  made += 1;
  const id = made;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text, action }] }));
  setTimeout(() => close(id), action ? shownWithActionMs : shownMs);
}

/** In another brand what is told of this one would say something wrong, and its way back lead nowhere. */
export function forgetToasts(): void {
  useToasts.setState({ toasts: [] });
}

function close(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

/** Where toasts are shown; once, in the frame. antd's own would bring 14 kB into the shell. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.toasts} role="status">
      {toasts.map(({ id, text, action }) => (
        <div key={id} className={styles.toast}>
          <CheckCircleFilled aria-hidden="true" />{text}
          {action && <button type="button" className={styles.toastAction} onClick={() => { close(id); action.run(); }}>{action.label}</button>}
        </div>
      ))}
    </div>
  );
}
