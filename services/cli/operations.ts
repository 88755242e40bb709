// The commands of those who run Revloop: what was refused, whether all is there, whom to forget, and what currencies are worth.
import type { Command } from 'commander';
import type { ListOptions } from './commands/dead-letters-list.ts';
import type { ReplayOptions } from './commands/dead-letters-replay.ts';
import type { ShowOptions } from './commands/dead-letters-show.ts';
import type { EraseOptions } from './commands/erase.ts';
import type { RatesImportOptions } from './commands/rates-import.ts';
import type { RatesListOptions } from './commands/rates-list.ts';
import type { Place } from './core/dead-letters/place.ts';
import { examplesOf } from './examples.ts';
import { currency, integer, place, places, since, waitOption } from './options.ts';

export type Run = () => Promise<number>;
export type AddCommand = (usage: string, description: string) => Command;
export type RunCommand = (command: Run) => Promise<void>;

export const addOperations = (command: AddCommand, run: RunCommand): void => {
  addDeadLetters(command, run);
  addRates(command, run);
  command('audit', 'ask the sink whether every message is stored once, and print what became of them')
    .option('--json', 'the audit as one JSON object')
    .action((options: { json?: true }) =>
      run(async () => (await import('./commands/audit.ts')).runAudit(options)),
    );
  command('erase', 'remove a person from every relation, and say what remains in Kafka until when')
    .option('--contact <id>', 'the contact, with every visitor who turned out to be that contact')
    .option('--visitor <id>', 'the visitor (anonymous_id)')
    .option('--dry-run', 'count what would be removed, remove nothing')
    .option('--yes', 'remove: nothing brings it back')
    .addOption(waitOption('how long to wait until the sink has stored what it was about to store', 120))
    .option('--json', 'the receipt as one JSON object')
    .action((options: EraseOptions) =>
      run(async () => (await import('./commands/erase.ts')).runErase(options)),
    );
};

/** Commands of a group, each with its examples. */
export const subcommandsOf =
  (name: string, group: Command): AddCommand =>
  (usage, description) =>
    group
      .command(usage)
      .description(description)
      .addHelpText('after', examplesOf(`${name} ${usage.split(' ')[0] ?? ''}`));

const addRates = (command: AddCommand, run: RunCommand): void => {
  const sub = subcommandsOf('rates', command('rates', 'import and list dated rates between currencies'));
  sub('import', 'store the rates of a CSV file, whole or not at all; a day given again is corrected')
    .argument('<file>', 'CSV with the columns date, from_currency, to_currency, rate')
    .option('--dry-run', 'check the file and say what it would change, store nothing')
    .option('--json', 'the outcome as one JSON object')
    .action((file: string, options: RatesImportOptions) =>
      run(async () => (await import('./commands/rates-import.ts')).runRatesImport(file, options)),
    );
  sub('list', 'the rates that stand, the newest day first')
    .option('--currency <code>', 'only those from or to this currency', currency)
    .option('--replaced', 'also those that a correction replaced')
    .option('--limit <number>', 'how many are listed', integer(1, 1_000_000), 100)
    .option('--json', 'one JSON object a line')
    .action((options: RatesListOptions) =>
      run(async () => (await import('./commands/rates-list.ts')).runRatesList(options)),
    );
};

const addDeadLetters = (command: AddCommand, run: RunCommand): void => {
  const group = command('dead-letters', 'list, show and send again what was refused');
  const sub = subcommandsOf('dead-letters', group);
  const filtered = (one: Command): Command =>
    one
      .option('--code <code>', 'refused with this code')
      .option('--source <source>', 'of this emitter')
      .option('--since <time>', 'refused then or later: a time with a zone, or 90m, 24h, 7d', since);

  filtered(sub('list', 'which events were refused, newest first, and how many by code'))
    .option('--waiting', 'only those not stored since')
    .option('--limit <number>', 'how many are listed', integer(1, 1_000_000), 100)
    .option('--json', 'one JSON object a line')
    .action((options: ListOptions) =>
      run(async () => (await import('./commands/dead-letters-list.ts')).runList(options)),
    );
  sub('show', 'one of them: why, what can be decoded, its bytes')
    .argument('<place>', 'topic/partition/offset', place)
    .option('--raw', 'the exact bytes to stdout, nothing else')
    .option('--json', 'one JSON object, bytes as base64')
    .action((where: Place, options: ShowOptions) =>
      run(async () => (await import('./commands/dead-letters-show.ts')).runShow(where, options)),
    );
  filtered(sub('replay', 'send them again as they were; each event is stored once, however often'))
    .argument('[place...]', 'topic/partition/offset', places)
    .option('--all', 'every one that waits')
    .option('--limit <number>', 'at most so many, the newest', integer(1, 1_000_000), 10_000)
    .option('--again', 'also those that were stored since')
    .option('--dry-run', 'say which would be sent, send nothing')
    .addOption(waitOption('how long to wait for what the sink makes of them; 0 does not wait', 60))
    .option('--json', 'one JSON object a line')
    .action((where: readonly Place[] | undefined, options: ReplayOptions) =>
      run(async () => (await import('./commands/dead-letters-replay.ts')).runReplay(where ?? [], options)),
    );
};
