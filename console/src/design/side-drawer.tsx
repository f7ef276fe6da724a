import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from './media.ts';

type SideDrawerProps = Readonly<{ open: boolean; title: ReactNode; onClose: () => void; children: ReactNode; extra?: ReactNode; footer?: ReactNode; wide?: boolean; onClosed?: () => void }>;

const widthPx = 440;
const wideWidthPx = 720;

/** The one drawer: what belongs to a thing on the page, beside the page. On a phone it comes from below and leaves a strip of the page to tap. */
export function SideDrawer({ open, title, onClose, children, extra, footer, wide = false, onClosed }: SideDrawerProps) {
  const narrow = useNarrow();
  return (
    <Drawer open={open} onClose={onClose} title={title} extra={extra} footer={footer} destroyOnHidden placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '88%' : wide ? wideWidthPx : widthPx} afterOpenChange={(isOpen) => { if (!isOpen) onClosed?.(); }}>
      {children}
    </Drawer>
  );
}
