// A panel: a question, its answer in words, as a chart and as a table, and the SQL behind it; or why there is no answer.
import { type ReactNode, useId, useState } from 'react';
import type { Answer } from '../../core/rows.ts';
import type { ReportQuery } from '../data/report.ts';
import { formatCount } from '../format.ts';
import { SqlView } from './sql-view.tsx';
import { Empty, Failed, Loading } from './states.tsx';

interface Props<Row> {
  readonly title: string;
  readonly query: ReportQuery<Row>;
  /** The answer in one or two sentences. */
  readonly summary: (answer: Answer<Row>) => ReactNode;
  readonly chart?: (answer: Answer<Row>) => ReactNode;
  readonly table: (answer: Answer<Row>) => ReactNode;
  /** The table stands under the chart instead of replacing it. */
  readonly tableBelow?: boolean;
  /** True while something else the panel shows is still being asked. */
  readonly busy?: boolean;
  /** What to say, and what to do, where there are no rows. */
  readonly empty: ReactNode;
  /** Rows that count as nothing, when it takes more than none at all. */
  readonly isEmpty?: (answer: Answer<Row>) => boolean;
}

export const Panel = <Row,>(props: Props<Row>) => {
  const { title, query, chart, tableBelow = false, busy = false } = props;
  const [shown, setShown] = useState<'chart' | 'table'>('chart');
  const [sqlShown, setSqlShown] = useState(false);
  const id = useId();
  const answer = query.data;
  return (
    <section className="panel" aria-labelledby={`${id}-title`} aria-busy={query.isFetching || busy}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <div className="panel-actions">
          {chart && !tableBelow && answer && (
            <button
              type="button"
              className="quiet"
              aria-pressed={shown === 'table'}
              onClick={() => setShown(shown === 'chart' ? 'table' : 'chart')}
            >
              Show table
            </button>
          )}
          {answer && (
            <button
              type="button"
              className="quiet"
              aria-expanded={sqlShown}
              aria-controls={`${id}-sql`}
              onClick={() => setSqlShown(!sqlShown)}
            >
              {sqlShown ? 'Hide SQL' : 'Show SQL'}
            </button>
          )}
        </div>
      </header>
      {answer && sqlShown && <SqlView id={`${id}-sql`} sql={answer.sql} params={answer.params} />}
      <Body {...props} shown={chart ? (tableBelow ? 'both' : shown) : 'table'} />
    </section>
  );
};

const Body = <Row,>(props: Props<Row> & { readonly shown: 'chart' | 'table' | 'both' }) => {
  const { query, summary, chart, table, empty, isEmpty, shown } = props;
  const answer = query.data;
  const failed = query.error && (
    <Failed error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
  );
  if (answer === undefined) return failed ?? <Loading />;
  const nothing = answer.rows.length === 0 || isEmpty?.(answer) === true;
  return (
    <div className={query.isPlaceholderData ? 'panel-body stale' : 'panel-body'}>
      {failed}
      {nothing ? (
        <Empty>{empty}</Empty>
      ) : (
        <>
          <p className="summary">{summary(answer)}</p>
          {shown !== 'table' && chart?.(answer)}
          {shown !== 'chart' && table(answer)}
          {answer.truncated && (
            <p className="muted">Only the first {formatCount(answer.rows.length)} rows are shown.</p>
          )}
        </>
      )}
    </div>
  );
};
