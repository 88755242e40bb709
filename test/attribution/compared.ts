// Models that ClickHouse is compared by with the reference.
import type { Model } from './reference/models.ts';
import { ruleModels } from './reference/rule-models.ts';
import type { StoredRow } from './told.ts';

/** Their credit depends on nothing but an opportunity's own journey; the Markov models learn from every account that is stored. */
export const compared: readonly Model[] = [...ruleModels, 'shapley'];

/** Rows of these models. */
export const ofCompared = (rows: readonly StoredRow[]): StoredRow[] =>
  rows.filter(({ model }) => (compared as readonly string[]).includes(model));
