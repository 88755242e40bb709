// An account, linked to its passport, and the contact it is about.
import { Link } from '@tanstack/react-router';

interface Props {
  readonly accountId: string;
  readonly contactId: string;
}

/** A handoff may be known before its account is. */
export const Who = ({ accountId, contactId }: Props) => (
  <span className="who">
    {accountId === '' ? (
      <span>account not known yet</span>
    ) : (
      <Link to="/accounts/$accountId" params={{ accountId }}>
        {accountId}
      </Link>
    )}
    <small>{contactId}</small>
  </span>
);
