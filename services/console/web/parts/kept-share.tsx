// How much of what was decided was in time.
import { formatShare, shareOf } from '../format.ts';

interface Props {
  readonly met: number;
  readonly breached: number;
}

export const KeptShare = ({ met, breached }: Props) => {
  const share = shareOf(met, met + breached);
  return (
    <span className="countdown">
      <b>{formatShare(share)}</b>
      {share !== null && <meter min={0} max={1} value={share} aria-label="Share in time" />}
    </span>
  );
};
