// Pure tests (beside the code, and the laws of attribution), then those in test/ that need a stack. Most of these share one; the others start, and hurt, their own. One file after the
// other: two stacks at once on two cores make each other late.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Where REVLOOP_TEST_REPORT names a file, the results go there as JSON besides the screen.
const report = process.env['REVLOOP_TEST_REPORT'];

/** Long forms of what other files show in short: run with REVLOOP_TEST_LONG=1. */
const longForm = [
  'test/attribution/followed.test.ts',
  'test/attribution/generated-rates.test.ts',
  'test/cli/attribution-changes.test.ts',
  'test/cli/erase-killed.test.ts',
];
const isLong = process.env['REVLOOP_TEST_LONG'] === '1';

/** They start stacks and services of their own, and need no other. The longest first. */
const withOwnStack = [
  'test/faults/kills.test.ts',
  'test/console/console.test.ts',
  'test/faults/exactly-once.test.ts',
  'test/stack/stack.test.ts',
  'test/stack/clickhouse-access.test.ts',
  'test/ingest/drain-and-bounds.test.ts',
];

/** vitest starts files in this order; those with a stack of their own are few, take long, and wait for their turn from the beginning. */
class OwnStacksFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = withOwnStack.findIndex((file) => moduleId.endsWith(file));
      return found < 0 ? withOwnStack.length : found;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}

const onStacks = {
  testTimeout: 120_000,
  hookTimeout: 300_000,
  setupFiles: './test/support/turn.ts',
  maxWorkers: 1,
};

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    sequence: { sequencer: OwnStacksFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{schemas,infra,services}/**/*.test.ts', 'test/attribution/laws/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          // They keep nothing to themselves; measured, a process for each file was two fifths of their CPU.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...onStacks,
          name: 'own stack',
          sequence: { groupOrder: 1 },
          include: withOwnStack,
          globalSetup: './test/support/turns.ts',
          provide: { files_max: 1 },
        },
      },
      {
        test: {
          ...onStacks,
          name: 'stack',
          sequence: { groupOrder: 2 },
          include: ['test/**/*.test.ts'],
          exclude: [
            '**/node_modules/**',
            'test/attribution/laws/**',
            ...withOwnStack,
            ...(isLong ? [] : longForm),
          ],
          globalSetup: ['./test/support/turns.ts', './test/support/stack.ts'],
          provide: { files_max: 1 },
        },
      },
    ],
  },
});
