// The few figures a page is about, each with what it counts.
import type { ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: 'bad' | 'good' | undefined;
}

export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts.map((fact) => (
      <div key={fact.label} className={fact.tone}>
        <dt>{fact.label}</dt>
        <dd>
          <b>{fact.value}</b>
          {fact.note !== undefined && <small>{fact.note}</small>}
        </dd>
      </div>
    ))}
  </dl>
);
