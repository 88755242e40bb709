// Digests of which the log, read back, knows that some of their facts were told: the process died while it wrote that down, so all of them were told.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { noMembers, readDigestId, withMember, type DigestId, type Members } from './digest-id.ts';
import { aboutOf } from './fact-id.ts';
import type { Item } from './item.ts';

interface Half {
  readonly id: DigestId;
  readonly told: Set<string>;
}

const membersOf = (fact_ids: Iterable<string>): Members => {
  let members = noMembers;
  for (const id of fact_ids) members = withMember(members, id);
  return members;
};

export class HalfTold {
  readonly #halves = new Map<string, Half>();

  /** Notes a told fact. What is told whole is forgotten at once. */
  note(told: SlaFact): void {
    const message_id = told.message_id ?? '';
    const id = this.#halves.get(message_id)?.id ?? readDigestId(message_id);
    const about = aboutOf(told);
    if (!id || !about || told.fact !== 'told') return;
    const half = this.#halves.get(message_id) ?? { id, told: new Set() };
    this.#halves.set(message_id, half);
    half.told.add(about.fact_id);
    if (half.told.size === id.members.count) this.#halves.delete(message_id);
  }

  /**
   * Of the items of one channel that could be sent now and gather together, those that a digest has told: they make it whole, fact by fact. Where
   * they don't, since holds ended or facts came meanwhile, what is left of it is told again.
   */
  completed(
    channel_id: string,
    sendable: readonly Item[],
  ): readonly { readonly message_id: string; readonly items: readonly Item[] }[] {
    const found: { message_id: string; items: readonly Item[] }[] = [];
    for (const [message_id, { id, told }] of this.#halves) {
      if (id.channel_id !== channel_id) continue;
      const items = sendable.filter(({ facts }) =>
        facts.every(({ derived_at }) => derived_at >= id.from && derived_at <= id.to),
      );
      const all = membersOf([...told, ...items.flatMap(({ facts }) => facts.map(({ fact_id }) => fact_id))]);
      if (all.count === id.members.count && all.sum === id.members.sum) found.push({ message_id, items });
    }
    return found;
  }

  forget(): void {
    this.#halves.clear();
  }

  get isEmpty(): boolean {
    return this.#halves.size === 0;
  }
}
