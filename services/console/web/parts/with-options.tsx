// Waits for the choices every filter needs, and says so where they don't come.
import type { ReactNode } from 'react';
import type { Options } from '../../core/rows.ts';
import { useOptions } from '../data/report.ts';
import { Failed, Loading } from './states.tsx';

export const WithOptions = ({ children }: { readonly children: (options: Options) => ReactNode }) => {
  const query = useOptions();
  if (query.data) return children(query.data);
  return query.error ? (
    <Failed error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
  ) : (
    <Loading />
  );
};
