// What a reader sees when the page itself fails.
import type { ErrorComponentProps } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head.tsx';

export const BrokenPage = ({ error, reset }: ErrorComponentProps) => (
  <>
    <PageHead title="This page failed" />
    <div className="state failed" role="alert">
      <p>The page met an error of its own: {error instanceof Error ? error.message : String(error)}</p>
      <button type="button" onClick={reset}>
        Try again
      </button>
    </div>
  </>
);
