// Acts that were sent and are not seen in the tables yet: kept here, so that a row can say so until alerting has taken them.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { HandoffUpdate } from '../../core/handoff-update.ts';
import { postJson, useReport } from './report.ts';

type SentUpdate = Pick<HandoffUpdate, 'update_id' | 'handoff_id' | 'action'> & {
  /** Milliseconds since the page was opened. */
  readonly sent_at: number;
};

const key = ['sent-updates'];
const kept_max = 100;
const look_ms = 2_000;
/** Alerting takes an act within a second or two; after this long it will not. */
const taken_within_ms = 60_000;

/** Resolves once Kafka has the act. Rejects with a `ReportError`; sending the same again counts once. */
export const sendUpdate = async (queries: QueryClient, update: HandoffUpdate): Promise<void> => {
  await postJson('/api/handoffs/updates', update);
  const { update_id, handoff_id, action } = update;
  const sent: SentUpdate = { update_id, handoff_id, action, sent_at: performance.now() };
  queries.setQueryData<readonly SentUpdate[]>(key, (former = []) => [sent, ...former].slice(0, kept_max));
};

/** The newest act that was sent from here for a handoff and is not taken yet. */
export const useSentUpdate = (handoff_id: string): SentUpdate | undefined => {
  const { data = [] } = useQuery<readonly SentUpdate[]>({
    queryKey: key,
    queryFn: () => [],
    enabled: false,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return data.find((sent) => sent.handoff_id === handoff_id);
};

/** Looks until the act is taken, then asks the reports anew. `kept`: it is stored, but no clock of the handoff took it. */
export const useTaken = ({ update_id, handoff_id, sent_at }: SentUpdate): 'waiting' | 'kept' => {
  const queries = useQueryClient();
  const look = useReport('sent-update', { handoff: handoff_id, update: update_id }, { every_ms: look_ms });
  const row = look.data?.rows[0];
  const taken = row?.derived === true;
  useEffect(() => {
    if (!taken) return;
    queries.setQueryData<readonly SentUpdate[]>(key, (all = []) =>
      all.filter((one) => one.update_id !== update_id),
    );
    void queries.invalidateQueries({ queryKey: ['report'] });
  }, [taken, queries, update_id]);
  return row?.stored === true && look.dataUpdatedAt > 0 && passed(sent_at) ? 'kept' : 'waiting';
};

const passed = (sent_at: number): boolean => performance.now() - sent_at > taken_within_ms;
