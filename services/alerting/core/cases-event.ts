// An event of a case → a stage event. What a case leaves out stands for one contact of one account, with one opportunity.
import { actFieldNames, readAct } from './cases-act.ts';
import { readTimeAt } from './cases-moment.ts';
import { readMoney, type Money } from './money.ts';
import { watchedEventTypes, type WatchedEventType } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** The word for an event that does not say what it is about. */
const none = 'none';

const defaults = (type: WatchedEventType): { contact: string; account: string; opportunity: string } =>
  type.startsWith('opportunity')
    ? { contact: none, account: 'account-1', opportunity: 'opportunity-1' }
    : { contact: 'contact-1', account: 'account-1', opportunity: none };

/** `at`: its position among the events of the case, which names it where it has no `id`; `former`: those before it in the file. */
export const readCaseEvent = (
  reader: YamlReader,
  spot: Spot,
  start: number,
  at: number,
  former: readonly StageEvent[],
): StageEvent | undefined => {
  const fields = reader.fields(
    spot,
    ['at', 'type'],
    [
      'received_at',
      'id',
      'contact',
      'account',
      'owner',
      'channel',
      'opportunity',
      'reason',
      'amount',
      'properties',
      ...actFieldNames,
    ],
  );
  const type = fields.type && reader.oneOf(fields.type, watchedEventTypes);
  const occurred_at = fields.at && readTimeAt(reader, fields.at, start);
  if (!type || occurred_at === undefined) return undefined;
  const received_at = fields.received_at
    ? (readTimeAt(reader, fields.received_at, start) ?? occurred_at)
    : occurred_at;
  const { contact, account, opportunity } = defaults(type);
  const idOf = (field: Spot | undefined, byDefault: string): string | null => {
    const text = (field && reader.text(field)) ?? byDefault;
    return text === none ? null : text;
  };
  const money = fields.amount && readAmount(reader, fields.amount);
  const act = readAct(reader, spot, fields, type, start, former);
  const event: StageEvent = {
    event_id: (fields.id && reader.text(fields.id)) ?? `event-${String(at + 1).padStart(3, '0')}`,
    source: 'case',
    type,
    occurred_at,
    received_at,
    account_id: idOf(fields.account, account),
    contact_id: idOf(fields.contact, contact),
    owner_id: idOf(fields.owner, none),
    channel: idOf(fields.channel, none),
    opportunity_id: idOf(fields.opportunity, opportunity),
    reason: idOf(fields.reason, none),
    amount: money?.amount ?? null,
    currency: money?.currency ?? null,
    properties: fields.properties ? readProperties(reader, fields.properties) : {},
    act: act ?? null,
    arrived_at: received_at,
  };
  return isWhole(reader, spot, event) ? event : undefined;
};

const readAmount = (reader: YamlReader, spot: Spot): Money | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  return readMoney(text) ?? reader.fault(spot, `"${text}" is not an amount, such as 12000 EUR`);
};

const readProperties = (reader: YamlReader, spot: Spot): Readonly<Record<string, string>> =>
  Object.fromEntries(reader.entries(spot).map(({ key, value }) => [key, reader.text(value) ?? '']));

/** What ingest would refuse is no case. */
const isWhole = (
  reader: YamlReader,
  spot: Spot,
  { type, account_id, contact_id, opportunity_id }: StageEvent,
) => {
  if (type.startsWith('mql') && contact_id === null) reader.fault(spot, `needs a contact: it is a ${type}`);
  else if (contact_id === null && account_id === null) reader.fault(spot, 'needs a contact or an account');
  else if (type.startsWith('opportunity') && opportunity_id === null)
    reader.fault(spot, `needs an opportunity: it is a ${type}`);
  else return true;
  return false;
};
