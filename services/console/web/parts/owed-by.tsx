// Who owes the answer, and the team.
interface Props {
  readonly owner: string;
  readonly team: string;
}

export const OwedBy = ({ owner, team }: Props) => (
  <span className="stack">
    {owner === '' ? <span className="muted">nobody yet</span> : <span>{owner}</span>}
    {team !== '' && <small>{team}</small>}
  </span>
);
