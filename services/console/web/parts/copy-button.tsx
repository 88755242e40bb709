// Copies a text and says that it did.
import { useEffect, useState } from 'react';

interface Props {
  readonly label: string;
  readonly text: () => string;
}

const said = { copied: 'Copied ✓', failed: 'Copy refused by the browser' } as const;

export const CopyButton = ({ label, text }: Props) => {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 2_500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    // Without a secure context (plain http on another host) there is no clipboard.
    const copied = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <>
      <button type="button" className="quiet" onClick={copy}>
        {state === 'idle' ? label : said[state]}
      </button>
      <span className="sr-only" role="status">
        {state === 'idle' ? '' : said[state]}
      </span>
    </>
  );
};
