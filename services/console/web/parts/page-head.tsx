// The head of every page: its name, in the window's title too, and what it is about in one line.
import { type ReactNode, useEffect } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** The heading can take the focus: see `useFocusAfterMove`. */
export const PageHead = ({ title, children }: Props) => {
  useEffect(() => {
    document.title = `${title} · Revloop`;
  }, [title]);
  return (
    <header className="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      {children !== undefined && <p className="lede">{children}</p>}
    </header>
  );
};
