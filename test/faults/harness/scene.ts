// What a fault works on: the whole Revloop under load, and what is planted.
import type { Prng } from '../../../services/cli/core/demo/prng.ts';
import { eventually } from '../../support/eventually.ts';
import type { Sent } from './ledger.ts';
import type { Load } from './load.ts';
import type { Planter } from './planter.ts';
import type { Whole } from './whole.ts';

export interface Scene {
  readonly whole: Whole;
  readonly load: Load;
  readonly planter: Planter;
  readonly prng: Prng;
}

/** Whether the event is in its table; false while ClickHouse is away. */
const isStored = ({ whole }: Scene, { account_id, event_id }: Sent): Promise<boolean> =>
  whole.clickhouse
    .query(
      'SELECT 1 FROM stored_events WHERE account_id = {account_id:String} AND event_id = {event_id:String}',
      {
        account_id,
        event_id,
      },
    )
    .then(
      (rows) => rows.length > 0,
      () => false,
    );

/** Resolves when more events were acknowledged, and the newest of them is stored: nothing on the way is stuck. */
export const everythingGoesOn = async (scene: Scene): Promise<void> => {
  const newest = await scene.load.goesOn();
  await eventually(
    `what was acknowledged is stored (${newest.event_id})`,
    () => isStored(scene, newest),
    (stored) => stored,
    90_000,
  );
};
