import { Component, type ErrorInfo, type ReactNode } from 'react';
import { shortReference } from '../api/random.ts';
import { CrashPage } from './crash-page.tsx';

type State = { error: Error | null; reference: string };

/** Catches what a page throws while drawing. The reference is also reported to the browser, with the error itself. */
export class ErrorBoundary extends Component<{ children: ReactNode; resetKey?: string }, State> {
  override state: State = { error: null, reference: '' };

  static getDerivedStateFromError(error: Error): State {
    return { error, reference: shortReference() };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    reportError(new Error(`[${this.state.reference}] ${error.message}${info.componentStack ?? ''}`, { cause: error }));
  }

  override componentDidUpdate(before: { resetKey?: string }): void {
    if (this.state.error && before.resetKey !== this.props.resetKey) this.setState({ error: null, reference: '' });
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return <CrashPage reference={this.state.reference} onRetry={() => this.setState({ error: null, reference: '' })} />;
  }
}
