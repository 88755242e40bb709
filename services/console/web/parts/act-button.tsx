// Opens the dialog in which people act on a handoff.
import type { Acted } from './act-dialog.tsx';

interface Props {
  readonly acted: Acted;
  readonly onAct: (acted: Acted) => void;
}

export const ActButton = ({ acted, onAct }: Props) => {
  const whom = acted.contact_id || acted.handoff_id;
  const unseen = acted.likely === 'acknowledged';
  return (
    <button
      type="button"
      className={unseen ? 'unseen' : 'quiet'}
      aria-haspopup="dialog"
      aria-label={unseen ? `Acknowledge or act on ${whom}` : `Act on ${whom}`}
      onClick={() => onAct(acted)}
    >
      {unseen ? 'Acknowledge' : 'Act'}
    </button>
  );
};
