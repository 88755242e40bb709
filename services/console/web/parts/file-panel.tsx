// A panel about a file that was named to the console: what it holds, or what to set, or what is wrong with it.
import { type ReactNode, useId } from 'react';
import type { ShownFile } from '../../core/shown-file.ts';
import { useShownFile } from '../data/report.ts';
import { formatTime } from '../format.ts';
import { Empty, Failed, Loading } from './states.tsx';

interface Props<T> {
  readonly title: string;
  readonly name: 'silences' | 'simulation';
  /** What to do where no file is named. */
  readonly unnamed: ReactNode;
  readonly content: (content: T) => ReactNode;
}

export const FilePanel = <T,>({ title, name, unnamed, content }: Props<T>) => {
  const file = useShownFile<T>(name);
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id} aria-busy={file.isFetching}>
      <header>
        <h2 id={id}>{title}</h2>
      </header>
      {file.data ? (
        <Read file={file.data} unnamed={unnamed} content={content} />
      ) : file.error ? (
        <Failed error={file.error} onRetry={() => void file.refetch()} busy={file.isFetching} />
      ) : (
        <Loading />
      )}
    </section>
  );
};

const Read = <T,>({
  file,
  unnamed,
  content,
}: Pick<Props<T>, 'unnamed' | 'content'> & { readonly file: ShownFile<T> }) => {
  if (file.state === 'not_named') return <Empty>{unnamed}</Empty>;
  if (file.state === 'unreadable')
    return (
      <div className="state failed" role="alert">
        <p>
          <strong>The file cannot be shown.</strong> <code>{file.path}</code>: {file.fault}
        </p>
      </div>
    );
  return (
    <div className="panel-body">
      {content(file.content)}
      <p className="muted small-print">
        Read from <code>{file.path}</code>, last changed {formatTime(file.changed_at)} (UTC).
      </p>
    </div>
  );
};
