import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortReference } from '../api/random.ts';
import { EmptyState } from './empty-state.tsx';

type State = { reference: string | null };

/** Around a part of a page that may fail by itself (a chart, whose program did not arrive): the rest of the page stays. The page's own boundary is in the shell. */
export class PieceBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { reference: null };

  static getDerivedStateFromError(): State {
    return { reference: shortReference() };
  }

  override componentDidCatch(error: Error): void {
    reportError(new Error(`[${this.state.reference}] ${error.message}`, { cause: error }));
  }

  override render(): ReactNode {
    if (this.state.reference === null) return this.props.children;
    return <BrokenPiece reference={this.state.reference} onRetry={() => this.setState({ reference: null })} />;
  }
}

function BrokenPiece({ reference, onRetry }: { reference: string; onRetry: () => void }) {
  const { t } = useTranslation();
  return <EmptyState compact picture="broken" title={t('design.boundary.title')} text={t('design.boundary.text', { reference })} actions={<Button onClick={onRetry}>{t('design.boundary.retry')}</Button>} />;
}
