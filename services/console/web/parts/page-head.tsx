// The head of every page: its name (which takes the focus after a move, so that screen readers say it) and what it says in one line.
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

export const PageHead = ({ title, children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Revloop`;
    // Not at the first load: there the browser starts at the top, skip link first.
    if (document.documentElement.dataset['moved']) heading.current?.focus({ preventScroll: true });
    document.documentElement.dataset['moved'] = 'yes';
  }, [title]);
  return (
    <header className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children !== undefined && <p className="lede">{children}</p>}
    </header>
  );
};
