import { useId } from 'react';

/**
 * Where the keyboard begins in a question: on the way out of what destroys something, so that Enter pressed too often does no harm; else on what
 * was asked for, or, while something has to be said before it, on the field that says it. By itself the dialog begins with its cross.
 */
export function useFirstFocus(danger: boolean) {
  const id = useId();
  const [out, act, body] = [`${id}out`, `${id}act`, `${id}body`];
  const focus = (shown: boolean) => {
    if (!shown) return;
    const field = document.getElementById(body)?.querySelector<HTMLElement>('input:not([type=checkbox], [type=radio]), textarea');
    const acting = document.querySelector<HTMLElement>(`#${CSS.escape(act)}:enabled`);
    (danger ? document.getElementById(out) : acting ?? field ?? document.getElementById(out))?.focus();
  };
  return { body: { id: body }, modal: { afterOpenChange: focus, cancelButtonProps: { id: out } }, ok: { id: act } };
}
