// `sla simulate DRAFT`: what draft policies would have said of months that are over. Reads, and writes nothing.
import type { SlaSimulation } from '@revloop/schemas/sla-simulation.ts';
import { figuresOf, type ExplainedFigures } from '../core/simulate-figures.ts';
import { simulationText } from '../core/simulate-table.ts';
import { asIfAlways, judgedClocks, notYetInForce, type Period } from '../core/simulate.ts';
import type { Policies } from '../core/policy.ts';
import type { Teams } from '../core/teams.ts';
import { readArguments, type Arguments } from './arguments.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { presentPolicies, readPeople, readPolicies } from './policy-text.ts';
import { print, printJson, say } from '@revloop/infra/runtime/say.ts';
import { connectStored, readChannels, readHistories } from './stored-histories.ts';

interface Asked extends Period {
  readonly draft: string;
  readonly present: string;
  readonly as_if_always: boolean;
}

const readAsked = (given: Arguments, env: NodeJS.ProcessEnv): Asked => {
  const [draft, ...more] = given.files;
  if (draft === undefined || more.length > 0) throw new UsageError('simulate takes one file, the draft');
  const now = Date.now();
  const from = given.moment('from', now);
  const to = given.moment('to', now) ?? now;
  if (from === undefined) throw new UsageError('say from when on: --from 2026-06-01, or --from 90d');
  if (from >= to) throw new UsageError('--from must be earlier than --to');
  const present = given.text('against') ?? presentPolicies(env);
  return { draft, present, from, to, now, as_if_always: given.flag('as-if-always') };
};

export const runSimulate = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> => {
  const given = readArguments(args, {
    from: { type: 'string' },
    to: { type: 'string' },
    against: { type: 'string' },
    'as-if-always': { type: 'boolean' },
    directory: { type: 'string' },
  });
  const asked = readAsked(given, env);
  const files = [readPolicies(asked.draft), readPolicies(asked.present)] as const;
  const [draft, present] = files.map((file) => file && (asked.as_if_always ? asIfAlways(file) : file));
  if (!draft || !present) return exitCodes.problems;
  for (const { policy_id, version, effective_from } of notYetInForce(draft, asked.to))
    say(
      `${policy_id} version ${version} takes effect on ${new Date(effective_from).toISOString()}, after this time: it judges nothing here, unless --as-if-always`,
    );
  const { ok, people } = readPeople(given.text('directory'), env, draft.calendar_names);
  if (!ok) return exitCodes.problems;
  const figures = await simulate(asked, draft, present, people, env);
  if (given.flag('json')) await printJson(asJson(asked, figures));
  else {
    say(`${timesText(asked)}\ndraft: ${asked.draft}\npresent: ${asked.present}\n`);
    await print(simulationText(figures.draft, figures.present));
  }
  return exitCodes.ok;
};

interface Figures {
  readonly draft: readonly ExplainedFigures[];
  readonly present: readonly ExplainedFigures[];
}

const simulate = async (
  { from, to, now }: Period,
  draft: Policies,
  present: Policies,
  people: Teams | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Figures> => {
  const clickhouse = connectStored(env);
  try {
    const both: Policies = {
      policies: [...draft.policies, ...present.policies],
      property_names: new Set([...draft.property_names, ...present.property_names]),
      calendar_names: new Set(),
    };
    const accounts = await readHistories(clickhouse, both, from, now);
    const clocks = [draft, present].map((policies) =>
      judgedClocks(accounts, policies, { from, to, now }, people),
    );
    const channelOf = await readChannels(clickhouse, clocks.flat());
    return {
      draft: figuresOf(clocks[0] ?? [], draft, channelOf),
      present: figuresOf(clocks[1] ?? [], present, channelOf),
    };
  } finally {
    await clickhouse.close();
  }
};

const isoOf = (at_ms: number): string => new Date(at_ms).toISOString();

const timesText = ({ from, to, now, as_if_always }: Asked): string =>
  `clocks started from ${isoOf(from)} to ${isoOf(to)}, judged by what is known on ${isoOf(now)}${as_if_always ? ', by the newest version of each policy' : ''}`;

const asJson = (
  { draft, present, from, to, now, as_if_always }: Asked,
  figures: Figures,
): SlaSimulation<ExplainedFigures> => ({
  from: isoOf(from),
  to: isoOf(to),
  judged_at: isoOf(now),
  as_if_always,
  draft: { file: draft, policies: figures.draft },
  present: { file: present, policies: figures.present },
});
