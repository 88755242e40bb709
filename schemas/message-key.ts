// By what events are spread over the partitions of funnel.events.
import type { FunnelEvent } from './generated.ts';

/** Key of an event's message: account id, else contact id, else anonymous id; null where nobody is named. */
export const messageKeyOf = ({ account_id, contact_id, anonymous_id }: FunnelEvent): string | null =>
  account_id ?? contact_id ?? anonymous_id;
