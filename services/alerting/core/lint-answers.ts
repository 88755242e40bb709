// Answers that cannot come: events after which, or before which, the clock has ended already.
import type { Finding } from './lint-finding.ts';
import type { PlacedVersion } from './lint-lines.ts';
import type { ClockStart, StageEventType } from './policy.ts';

const handed_over_first =
  'whoever was sent back is handed over anew first, and that mql_created ends the clock';

/**
 * Why an event does not answer a clock in a life of a contact in which nothing is said twice and no stage is skipped: it only repeats what
 * started the clock, or another event comes first and ends it.
 */
const never: Readonly<Record<ClockStart, Partial<Record<StageEventType, string>>>> = {
  opened: { mql_created: 'a contact at mql is handed over already' },
  accepted: { mql_accepted: 'the contact is accepted already' },
  rejected: {
    mql_accepted: handed_over_first,
    mql_rejected: 'the contact is rejected already',
  },
  opportunity_created: { opportunity_created: 'it only says the same opportunity again' },
  opportunity_won: { mql_accepted: handed_over_first, mql_rejected: handed_over_first },
  opportunity_lost: { mql_accepted: handed_over_first, mql_rejected: handed_over_first },
  lead_recycled: { mql_accepted: handed_over_first, mql_rejected: handed_over_first },
};

export const neverAnswers = (starts: ClockStart): ReadonlySet<StageEventType> =>
  new Set(Object.keys(never[starts]) as StageEventType[]);

const decisions: readonly StageEventType[] = ['mql_accepted', 'mql_rejected'];

export const answersOf = (versions: readonly PlacedVersion[]): readonly Finding[] =>
  versions.flatMap((placed) => {
    const { starts, answered_by } = placed.version;
    const found = {
      severity: 'warning',
      rule: 'answer_never_comes',
      line: placed.lineOf('answered_by'),
    } as const;
    const name = `${placed.version.policy_id} version ${placed.version.version}`;
    const findings: Finding[] = [...answered_by].flatMap((type) => {
      const why = never[starts][type];
      return why === undefined
        ? []
        : {
            ...found,
            text: `${name}: ${type} never answers what starts on ${starts}: ${why}`,
            to_do: `take ${type} out of answered_by`,
          };
    });
    if (starts === 'opened' && !decisions.some((type) => answered_by.has(type)))
      findings.push({
        ...found,
        text: `${name}: neither mql_accepted nor mql_rejected answers, so every decision of sales ends the clock unanswered`,
        to_do: 'add them to answered_by, or start the clock on accepted',
      });
    return findings;
  });
