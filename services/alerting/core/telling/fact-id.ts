// Ids of facts: policy/version/handoff/level/fact, /2 and so on where it was said again, /source/event_id where somebody acted; then, of what became of it on a channel, /told/channel,
// with /2 and so on where people were told again, or /undeliverable/channel.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { actKinds } from './acts.ts';

type Slot = Pick<SlaFact, 'policy_id' | 'policy_version' | 'handoff_id' | 'level'>;

/** What the ids of all facts about one level of a clock begin with. */
export const slotPrefix = ({ policy_id, policy_version, handoff_id, level }: Slot): string =>
  `${policy_id}/${policy_version}/${handoff_id}/${level}/`;

/** Names a clock. */
export const clockKeyOf = ({ policy_id, policy_version, handoff_id }: Omit<Slot, 'level'>): string =>
  `${policy_id}/${policy_version}/${handoff_id}`;

/** The one channel there was before told facts named theirs. */
export const unnamed_channel = 'webhook';

export const toldIdOf = (fact_id: string, channel_id: string, telling: number): string =>
  `${fact_id}/told/${channel_id}${telling > 1 ? `/${telling}` : ''}`;

export const undeliverableIdOf = (fact_id: string, channel_id: string): string =>
  `${fact_id}/undeliverable/${channel_id}`;

/** Place of a fact among those said of one level: said and withdrawn take turns. */
export const placeOf = (fact: SlaFact['fact'], count: number): number =>
  2 * count + (fact === 'withdrawn' ? 1 : 0);

/** How often a fact had been said when it was said, this time included. */
export const countOf = (fact: SlaFact): number =>
  Number(fact.fact_id.slice(slotPrefix(fact).length + fact.fact.length + 1)) || 1;

/** What a `told` or `undeliverable` fact is about. */
export interface About {
  readonly fact: SlaFact['fact'];
  readonly fact_id: string;
  readonly count: number;
  readonly channel_id: string;
  /** 1 where people were told for the first time. */
  readonly telling: number;
}

const pattern = /^([a-z]+)(?:\/(\d+))?\/(?:told|undeliverable)(?:\/([^/]+))?(?:\/(\d+))?$/;

/** Of acts: event ids may hold slashes, so the last `told` is the one. */
const actPattern = new RegExp(
  `^(${actKinds.join('|')})(/.+)/(?:told|undeliverable)/([^/]+)(?:/(\\d+))?$`,
  's',
);

/** None where the id is not of our making. */
export const aboutOf = (fact: SlaFact): About | undefined => {
  const prefix = slotPrefix(fact);
  if (!fact.fact_id.startsWith(prefix)) return undefined;
  const rest = fact.fact_id.slice(prefix.length);
  return aboutAct(prefix, rest) ?? aboutLevel(prefix, rest);
};

const aboutAct = (prefix: string, rest: string): About | undefined => {
  const [, kind, event, channel_id = '', telling] = actPattern.exec(rest) ?? [];
  return kind === undefined
    ? undefined
    : {
        fact: kind as SlaFact['fact'],
        fact_id: `${prefix}${kind}${event ?? ''}`,
        count: 1,
        channel_id,
        telling: Number(telling) || 1,
      };
};

const aboutLevel = (prefix: string, rest: string): About | undefined => {
  const match = pattern.exec(rest);
  if (!match) return undefined;
  const [, kind = '', count = '', channel_id = unnamed_channel, telling = ''] = match;
  return {
    fact: kind as SlaFact['fact'],
    fact_id: `${prefix}${kind}${count && `/${count}`}`,
    count: Number(count) || 1,
    channel_id,
    telling: Number(telling) || 1,
  };
};
