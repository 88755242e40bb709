// Says of a handoff that an act was sent, until alerting has taken it.
import { useSentUpdate, useTaken } from '../data/sent-updates.ts';
import { actionName } from '../words.ts';

export const SentState = ({ handoffId }: { readonly handoffId: string }) => {
  const sent = useSentUpdate(handoffId);
  return sent && <Watched key={sent.update_id} sent={sent} />;
};

const Watched = ({ sent }: { readonly sent: NonNullable<ReturnType<typeof useSentUpdate>> }) => (
  <span className="badge sent">
    {actionName(sent.action)}:{' '}
    {useTaken(sent) === 'waiting' ? 'sent, waiting for alerting' : 'kept; no clock of it was running'}
  </span>
);
