// The query behind a panel, with its parameters, ready to run elsewhere.
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly id: string;
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** `SET param_x = …` lines are how ClickHouse's own client takes the values of `{x:Type}`. */
export const runnable = (sql: string, params: Props['params']): string => {
  const lines = Object.entries(params).map(
    ([name, value]) =>
      `SET param_${name} = '${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}';`,
  );
  return `${lines.join('\n')}\n\n${sql.trim()};\n`;
};

export const SqlView = ({ id, sql, params }: Props) => (
  <section className="sql" id={id} aria-label="SQL of this panel">
    <div className="sql-bar">
      <span className="muted">Read-only, on ClickHouse; runs as it is in clickhouse-client.</span>
      <CopyButton label="Copy SQL" text={() => runnable(sql, params)} />
    </div>
    <pre tabIndex={0} aria-label="SQL">
      {runnable(sql, params)}
    </pre>
  </section>
);
