// What people have been told, and whether a fact is to be told: each once, only while it is news, a withdrawal only of what was told.
import type { SlaFact } from '@revloop/schemas/generated.ts';

/** Slots and ids remembered; the oldest go first and are asked for again. */
const remembered_max = 50_000;

const suffix = '/told';

type ToldFact = Pick<SlaFact, 'fact_id' | 'policy_id' | 'policy_version' | 'handoff_id' | 'level'>;

const slotOf = ({ policy_id, policy_version, handoff_id, level }: ToldFact): string =>
  `${policy_id}/${policy_version}/${handoff_id}/${level}`;

export const isTellable = ({ fact, level }: SlaFact): boolean =>
  fact === 'warned' || fact === 'breached' || (fact === 'withdrawn' && level !== 'unknown');

/** The record that a fact was told at `at` (UTC milliseconds). */
export const toldFactOf = (fact: SlaFact, at: number): SlaFact => ({
  ...fact,
  fact_id: `${fact.fact_id}${suffix}`,
  fact: 'told',
  at,
  derived_at: at,
});

export class Told {
  readonly #ids = new Set<string>();
  /** Slot → whether what was told last still stands there. */
  readonly #standing = new Map<string, boolean>();

  /** Whether it is known what was told of this fact's slot. */
  knows(fact: SlaFact): boolean {
    return this.#standing.has(slotOf(fact)) || this.#ids.has(fact.fact_id + suffix);
  }

  /** Notes ids ahead of their turn: what was told before a restart must not be told again while the topic is read again. */
  noteId({ fact_id }: ToldFact): void {
    this.#ids.add(fact_id);
    trim(this.#ids);
  }

  /** Notes a `told` fact in its turn. */
  note(told: ToldFact): void {
    this.noteId(told);
    const slot = slotOf(told);
    this.#standing.delete(slot);
    this.#standing.set(slot, !told.fact_id.slice(slot.length + 1).startsWith('withdrawn'));
    trim(this.#standing);
  }

  /** Nothing was ever told there. */
  noteNothing(fact: SlaFact): void {
    this.#standing.set(slotOf(fact), false);
    trim(this.#standing);
  }

  /**
   * `tell`, or why not. Old is what became true more than `age_ms_max` before it was derived (history that was imported), or was
   * derived that long ago (nobody could be reached).
   */
  verdict(fact: SlaFact, now: number, age_ms_max: number): 'tell' | 'told' | 'old' | 'needless' {
    if (this.#ids.has(fact.fact_id + suffix)) return 'told';
    if (now - fact.derived_at > age_ms_max) return 'old';
    const stands = this.#standing.get(slotOf(fact)) ?? false;
    if (fact.fact === 'withdrawn') return stands ? 'tell' : 'needless';
    if (stands) return 'needless';
    return fact.derived_at - fact.at > age_ms_max ? 'old' : 'tell';
  }
}

const trim = (kept: Set<string> | Map<string, boolean>): void => {
  if (kept.size <= remembered_max) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
};
