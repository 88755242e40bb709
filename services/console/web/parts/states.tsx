// What a panel shows instead of numbers: loading, nothing there, or what went wrong and how to go on.
import type { ReactNode } from 'react';
import type { ReportError } from '../data/report.ts';

export const Loading = () => (
  <div className="state loading" role="status">
    <span>Loading …</span>
    <i aria-hidden="true" />
    <i aria-hidden="true" />
    <i aria-hidden="true" />
  </div>
);

export const Empty = ({ children }: { readonly children: ReactNode }) => (
  <div className="state empty">{children}</div>
);

interface FailedProps {
  readonly error: ReportError;
  readonly onRetry: () => void;
  readonly busy: boolean;
}

export const Failed = ({ error, onRetry, busy }: FailedProps) => (
  <div className="state failed" role="alert">
    <p>
      <strong>{error.status === 400 ? 'This can’t be asked.' : 'No answer.'}</strong> {error.message}
    </p>
    <p className="muted">Code: {error.code}</p>
    <button type="button" onClick={onRetry} disabled={busy}>
      {busy ? 'Trying …' : 'Try again'}
    </button>
  </div>
);
