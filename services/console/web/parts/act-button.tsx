// Opens the dialog in which people act on a handoff.
import type { Acted } from './act-dialog.tsx';

interface Props {
  readonly acted: Acted;
  readonly onAct: (acted: Acted) => void;
}

export const ActButton = ({ acted, onAct }: Props) => (
  <button
    type="button"
    className="quiet"
    aria-haspopup="dialog"
    aria-label={`Act on ${acted.contact_id || acted.handoff_id}`}
    onClick={() => onAct(acted)}
  >
    Act
  </button>
);
