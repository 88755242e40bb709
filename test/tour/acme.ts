// What every chapter of the tour uses: Acme, its events, and the warehouse as the analyst sees it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { NativeEvent } from '../support/revloop.ts';
import { workedExample } from '../support/worked-example.ts';

export const acme = 'tour-acme';
export const events = workedExample(acme);

/** One of Acme's events by its short name. */
export const eventNamed = (name: string): NativeEvent => {
  const event = events.find(({ event_id }) => event_id === `${acme}-${name}`);
  if (!event) throw new Error(`Acme has no event ${name}`);
  return event;
};

/** The only row of a query. */
export const one = async (warehouse: ClickHouse, sql: string): Promise<Record<string, unknown>> =>
  (await warehouse.query<Record<string, unknown>>(sql))[0] ?? {};
