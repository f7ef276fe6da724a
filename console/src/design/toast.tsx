import { CheckCircleFilled } from '@ant-design/icons';
import { create } from 'zustand';
import styles from './feedback.module.css';

const shownMs = 3_000;
type Toast = Readonly<{ id: number; text: string }>;
const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }));
let made = 0;

/** Says in passing that something worked. What failed is never told in passing: it stays where it happened. */
export function toast(text: string): void {
  made += 1;
  const id = made;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text }] }));
  setTimeout(() => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) })), shownMs);
}

/** Where toasts are shown; once, in the frame. antd's own would bring 14 kB into the shell. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return <div className={styles.toasts} role="status">{toasts.map(({ id, text }) => <div key={id} className={styles.toast}><CheckCircleFilled aria-hidden="true" />{text}</div>)}</div>;
}
