// What to do about a handoff, with what the action needs; sent once, however often it has to be tried.
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { handoffUpdatedActions, type HandoffUpdatedAction } from '@revloop/schemas/generated.ts';
import { neededField } from '@revloop/schemas/handoff-act.ts';
import { lengths } from '../../core/handoff-update.ts';
import { readActor, rememberActor } from '../data/actor.ts';
import { useNow } from '../data/now.ts';
import { ReportError } from '../data/report.ts';
import { sendUpdate } from '../data/sent-updates.ts';
import { actionName, actionNote } from '../words.ts';
import type { Acted } from './act-dialog.tsx';
import { actOf, type Attempt, laterBy, type Said } from './act-attempt.ts';
import { Choose } from './choose.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  readonly acted: Acted;
  /** Who acts where a proxy says so; else people say it themselves. */
  readonly signedIn: string | null;
  readonly owners: readonly string[];
  readonly sent_at: string;
  readonly onDone: () => void;
}

export const ActForm = ({ acted, signedIn, owners, sent_at, onDone }: Props) => {
  const queries = useQueryClient();
  const now = useNow(sent_at);
  const [action, setAction] = useState<HandoffUpdatedAction>(acted.likely);
  const [said, setSaid] = useState<Said>(() => ({
    actor: signedIn ?? readActor(),
    note: '',
    until: laterBy(now, 4),
    owner_id: '',
    reason: 'waiting_for_buyer',
  }));
  const [state, setState] = useState<{ sending: boolean; fault: string }>({ sending: false, fault: '' });
  const attempt = useRef<Attempt>(undefined);
  const noteId = useId();
  const set = (name: keyof Said) => (value: string) => setSaid((former) => ({ ...former, [name]: value }));
  const send = async (): Promise<void> => {
    setState({ sending: true, fault: '' });
    attempt.current = actOf(attempt.current, acted.handoff_id, action, said, now);
    try {
      await sendUpdate(queries, attempt.current.update);
      if (signedIn === null) rememberActor(said.actor);
      onDone();
    } catch (error) {
      setState({ sending: false, fault: error instanceof ReportError ? error.message : String(error) });
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const needed = neededField[action];
  return (
    <form className="act-form" onSubmit={submit}>
      <Choose
        label="What to do"
        value={action}
        choices={handoffUpdatedActions.map((name) => ({ value: name, label: actionName(name) }))}
        onChoose={(chosen) => setAction(chosen as HandoffUpdatedAction)}
      />
      <p className="muted small-print">{actionNote(action)}</p>
      {needed === 'owner_id' && (
        <TextField
          label="New owner"
          value={said.owner_id}
          known={owners}
          length_max={lengths.owner_id}
          onType={set('owner_id')}
        />
      )}
      {needed === 'until' && (
        <TextField
          label="Until (UTC)"
          type="datetime-local"
          value={said.until}
          length_max={lengths.until}
          onType={set('until')}
        />
      )}
      {needed === 'reason' && (
        <TextField
          label="Reason"
          value={said.reason}
          known={['waiting_for_buyer']}
          length_max={lengths.reason}
          onType={set('reason')}
        />
      )}
      <div className="field">
        <label htmlFor={noteId}>{needed === 'note' ? 'Comment' : 'Note (optional)'}</label>
        <textarea
          id={noteId}
          value={said.note}
          required={needed === 'note'}
          maxLength={lengths.note}
          onChange={(event) => set('note')(event.target.value)}
        />
      </div>
      {signedIn === null ? (
        <TextField
          label="Your name"
          value={said.actor}
          known={owners}
          length_max={lengths.actor}
          onType={set('actor')}
        />
      ) : (
        <p>
          You act as <b>{signedIn}</b>.
        </p>
      )}
      {state.fault !== '' && (
        <p className="state failed" role="alert">
          {state.fault}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={state.sending}>
          {state.sending ? 'Sending …' : actionName(action)}
        </button>
      </div>
    </form>
  );
};
