import type { ReactNode } from 'react';
import { FormatContext, useSessionFormat } from './session.ts';

/** Follows the session in one place: a cell that observed it by itself made a table of 40 lines observe it 200 times. */
export function FormatProvider({ children }: { children: ReactNode }) {
  return <FormatContext value={useSessionFormat()}>{children}</FormatContext>;
}
