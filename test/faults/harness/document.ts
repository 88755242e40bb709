// docs/faults.md: what is tried, and the latest run.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { comparison, matrixOf, matrixTable, verdictLine } from './matrix.ts';
import type { RunResult } from './run.ts';

export interface RunOptions {
  readonly seed: string;
  readonly kills: number;
}

const documentOf = (result: RunResult, { seed, kills }: RunOptions, date: Date): string => `# Faults

\`npm run faults -- --seed S --kills N\` starts a Revloop of its own, puts it under load and hurts it N times in an order drawn from the seed: \`kill -9\` of
every part, death after every numbered effect of sink and ingest (failpoints), answers of ClickHouse cut off after the insert was applied, frozen parts,
zombie sinks, rebalances. Before each fault bad input is planted straight in Kafka. After each fault it waits until the victim answers and an event
acknowledged after it is stored. In the end these are compared:

- the set of acknowledged (source, event_id) with the set in \`events\`, each once; \`stored_events\` without FINAL has every identity and every
  (partition, offset) once;
- the sink's audit: every offset of every partition is accounted for;
- the dead letters with the poison and the conflicting contents that are in Kafka, by place and bytes, each once; the dead-letter topic has the same;
- totals of \`events\`, \`stage_visits\` and \`attribution_credits\` with a recount of what was sent.

"Recovery" counts from the end of the fault until an event acknowledged after it is stored. A sink that was killed keeps its place in the consumer group
until its session has ended, 6 s here (10 s by default); that is most of its recovery.

## Latest run
\`npm run faults -- --seed ${seed} --kills ${kills} --write\`, ${date.toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${Math.round(result.duration_s / 60)} minutes:
**${verdictLine(result)}**

${matrixTable(matrixOf(result.outcomes))}

${comparison(result)}

## Not tried
Power loss without fsync, a full disk, several brokers, replicated tables.
`;

/** Writes the page anew. */
export const writeDocument = (result: RunResult, options: RunOptions, date: Date): void =>
  writeFileSync(join(projectRoot, 'docs', 'faults.md'), documentOf(result, options, date));
