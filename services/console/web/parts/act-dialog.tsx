// The dialog in which people act on a handoff: what was done so far, and what to do now. The browser's own dialog: it keeps the focus inside,
// closes by Escape and gives the focus back.
import { useEffect, useId, useRef } from 'react';
import type { Acting } from '../../core/acting.ts';
import { ActForm } from './act-form.tsx';
import { ActHistory } from './act-history.tsx';

/** The handoff that is acted on. */
export interface Acted {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  /** What is most likely to be done. */
  readonly likely: 'acknowledged' | 'commented' | 'resumed';
}

interface Props {
  readonly acted: Acted;
  readonly acting: Acting | undefined;
  readonly owners: readonly string[];
  /** The console's time of its newest answer. */
  readonly sent_at: string;
  readonly onClosed: () => void;
}

export const ActDialog = ({ acted, acting, owners, sent_at, onClosed }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    // Not closed when the effect ends: its event would come when the dialog is shown again, and take it away.
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const close = (): void => dialog.current?.close();
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClosed}>
      <h2 id={id}>Act on {acted.contact_id || acted.handoff_id}</h2>
      <p className="muted small-print">
        {acted.account_id || 'Account not known yet'} · handoff {acted.handoff_id}
      </p>
      {acting?.can_act ? (
        <ActForm acted={acted} signedIn={acting.signed_in} owners={owners} sent_at={sent_at} onDone={close} />
      ) : (
        <div className="act-form">
          <p>{acting ? acting.why_not : 'The console does not say whether people may act here.'}</p>
          <div className="dialog-actions">
            <button type="button" onClick={close}>
              Close
            </button>
          </div>
        </div>
      )}
      <ActHistory handoffId={acted.handoff_id} />
    </dialog>
  );
};
