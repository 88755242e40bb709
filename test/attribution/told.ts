// What the reference and ClickHouse say, as the same short texts by account.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { minorDigits } from '@revloop/schemas/currency.ts';
import type { Row } from './reference/attribution.ts';
import { units, withStoredDigits } from './stored-digits.ts';
import type { Ledger, Visit } from './reference/ledger.ts';
import type { Policy } from './reference/journey.ts';

/** Texts by account, in the order of the ledger or sorted. */
export type Told = ReadonlyMap<string, readonly string[]>;

/** Accounts of a run, and its contacts that stand for themselves. */
const ofRun = `(startsWith(account_id, {run:String}) OR startsWith(account_id, concat('contact:', {run:String})))`;

const iso = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());

const visitText = (visit: Visit): string =>
  [
    iso(visit.entered_at),
    visit.fact.event_id,
    visit.kind,
    visit.subject_id || '-',
    `${visit.from ?? '-'}>${visit.stage}`,
    visit.visit_no,
    `cycle ${visit.cycle_no}`,
    `journey ${visit.journey_no}`,
    visit.direction,
    visit.reason || '-',
    `[${visit.skipped.join()}]`,
    `left ${iso(visit.left_at)}`,
    `anchor ${visit.anchor?.event_id ?? '-'}`,
    visit.carried ? 'carried' : 'own',
  ].join(' ');

export const ledgersTold = (ledgers: ReadonlyMap<string, Ledger>): Told =>
  new Map(
    [...ledgers]
      .filter(([, { visits }]) => visits.length > 0)
      .map(([account_id, { visits }]) => [account_id, visits.map(visitText).sort()]),
  );

export const grouped = <T extends { account_id: string }>(
  rows: readonly T[],
  text: (row: T) => string,
): Map<string, string[]> => {
  const texts = new Map<string, string[]>();
  for (const row of rows) {
    const own = texts.get(row.account_id);
    if (own) own.push(text(row));
    else texts.set(row.account_id, [text(row)]);
  }
  for (const own of texts.values()) own.sort();
  return texts;
};

/** `stage_visits` of all accounts whose id starts with `run`. */
export const storedLedgers = async (warehouse: ClickHouse, run: string): Promise<Told> =>
  grouped(
    await warehouse.query<{ account_id: string; text: string }>(
      `SELECT account_id, concat(
         formatDateTime(entered_at, '%Y-%m-%dT%H:%i:%S'), '.', leftPad(toString(toUnixTimestamp64Milli(entered_at) % 1000), 3, '0'), 'Z ',
         event_id, if(opportunity_id != '', concat(' opportunity ', opportunity_id), concat(' contact ', if(contact_id = '', '-', contact_id))),
         ' ', if(from_stage = '', '-', from_stage), '>', stage, ' ', toString(visit_no), ' cycle ', toString(cycle_no), ' journey ', toString(journey_no),
         ' ', direction, ' ', if(reason = '', '-', reason), ' [', arrayStringConcat(skipped, ','), '] left ',
         if(left_at IS NULL, '-', concat(formatDateTime(assumeNotNull(left_at), '%Y-%m-%dT%H:%i:%S'), '.', leftPad(toString(toUnixTimestamp64Milli(assumeNotNull(left_at)) % 1000), 3, '0'), 'Z')),
         ' anchor ', if(anchor_event_id = '', '-', anchor_event_id), if(carried, ' carried', ' own')) AS text
       FROM stage_visits WHERE ${ofRun}`,
      { run },
    ),
    ({ text }) => text,
  );

export interface StoredRow {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly model: string;
  readonly row_kind: string;
  readonly touch_event_id: string;
  readonly touched_ms: string;
  readonly converted_ms: string;
  readonly weight: string;
  readonly amount: string;
  readonly currency: string;
}

const columns = `account_id, opportunity_id, model, row_kind, touch_event_id, toString(toUnixTimestamp64Milli(ifNull(touched_at, toDateTime64('2100-01-01 00:00:00', 3, 'UTC')))) AS touched_ms,
  if(converted_at IS NULL, '-', toString(toUnixTimestamp64Milli(assumeNotNull(converted_at)))) AS converted_ms,
  toString(weight) AS weight, toString(amount) AS amount, currency`;

/** Rows of the view `attribution` for all accounts whose id starts with `run`; `as_of` in UTC. */
export const storedAttribution = (
  warehouse: ClickHouse,
  run: string,
  lookback_days: number,
  policy: Policy,
  as_of = '2100-01-01 00:00:00.000',
): Promise<StoredRow[]> =>
  warehouse.query(
    `SELECT ${columns} FROM attribution(lookback_days = ${lookback_days}, stage_credit = '${policy}', as_of = '${as_of}')
     WHERE ${ofRun}`,
    { run },
  );

/** The same of `attribution_credits`. */
export const storedCredits = (
  warehouse: ClickHouse,
  run: string,
  lookback_days: number,
  policy: Policy,
): Promise<StoredRow[]> =>
  warehouse.query(
    `SELECT ${columns} FROM attribution_credits
     WHERE ${ofRun} AND lookback_days = {lookback_days:UInt16} AND stage_credit = {policy:String}`,
    { run, lookback_days, policy },
  );

const creditText = (
  who: readonly string[],
  converted_ms: string,
  weight: bigint,
  amount: bigint,
  currency: string,
): string => `${who.join(' ')} at ${converted_ms} weight ${weight} amount ${amount} ${currency}`;

/** Rows of weight 0 say nothing but for reversals; weights in 10^-12, amounts in 10^-4. */
export const storedTold = (rows: readonly StoredRow[]): Told =>
  grouped(
    rows.filter(({ weight, amount }) => units(weight, 12) !== 0n || units(amount, 4) !== 0n),
    ({ opportunity_id, model, row_kind, touch_event_id, converted_ms, weight, amount, currency }) =>
      creditText(
        [opportunity_id, model, row_kind, touch_event_id || '-'],
        converted_ms,
        units(weight, 12),
        units(amount, 4),
        currency,
      ),
  );

const rowText = ({
  opportunity_id,
  model,
  row_kind,
  touch,
  converted_at,
  weight,
  minor,
  currency,
}: Row): string =>
  creditText(
    [opportunity_id, model, row_kind, touch?.event_id ?? '-'],
    String(converted_at ?? '-'),
    weight,
    minor * 10n ** BigInt(4 - (currency ? minorDigits(currency) : 4)),
    currency,
  );

/** The reference's rows, their last digits settled by what is stored. */
export const referenceTold = (rows: readonly Row[], stored: readonly StoredRow[]): Told =>
  grouped(withStoredDigits(rows, stored), rowText);
