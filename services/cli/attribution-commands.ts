// The commands about credit: why a deal's went where it went, what moved it, and how to compute all of it anew.
import { Option, type Command } from 'commander';
import type { ChangesOptions } from './commands/attribution-changes.ts';
import type { RebuildOptions } from './commands/attribution-rebuild.ts';
import type { ExplainOptions } from './commands/explain.ts';
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import { subcommandsOf, type AddCommand, type RunCommand } from './operations.ts';
import { integer, since } from './options.ts';

/** What credit is asked for: window, policy, one model. */
const whichCredit = (command: Command): Command =>
  command
    .option(
      '--lookback-days <number>',
      'touches up to so many days before the win count',
      integer(1, 3_650),
      90,
    )
    .addOption(
      new Option('--policy <policy>', 'which visit to a stage earns its credit')
        .choices(stageCreditPolicies)
        .default('productive'),
    )
    .option('--model <model>', 'by this model only');

export const addAttribution = (command: AddCommand, run: RunCommand): void => {
  whichCredit(command('explain <opportunity>', 'say why an opportunity’s credit went where it went'))
    .option('--account <id>', 'whose it is, where several accounts have an opportunity of this id')
    .option('--as-of <time>', 'as known then: a time with a zone, or 90m, 24h, 7d ago', since)
    .option('--json', 'the explanation as one JSON object')
    .action((opportunity: string, options: ExplainOptions) =>
      run(async () => (await import('./commands/explain.ts')).runExplain(opportunity, options)),
    );
  const sub = subcommandsOf(
    'attribution',
    command('attribution', 'say what moved credit, compute all of it anew'),
  );
  whichCredit(
    sub('changes', 'which credit differs between two moments of knowledge, and which events moved it'),
  )
    .requiredOption('--from <time>', 'the earlier moment: a time with a zone, or 90m, 24h, 7d ago', since)
    .option('--to <time>', 'the later one (default: now)', since)
    .option('--channel <channel>', 'of this channel only')
    .option('--account <id>', 'of this account only')
    .option('--json', 'one JSON object a line')
    .action((options: Omit<ChangesOptions, 'to'> & { to?: number }) =>
      run(async () =>
        (await import('./commands/attribution-changes.ts')).runChanges({ to: Date.now(), ...options }),
      ),
    );
  sub('rebuild', 'compute the credit of every account anew, while everything goes on')
    .option('--json', 'the outcome as one JSON object')
    .action((options: RebuildOptions) =>
      run(async () => (await import('./commands/attribution-rebuild.ts')).runRebuild(options)),
    );
};
