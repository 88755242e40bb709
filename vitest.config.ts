// Pure tests (beside the code, the laws of attribution, the channels of alerts), then those in test/ that need a stack. Most of these share one;
// the others start, and hurt, their own. One file after the other: two stacks at once on two cores make each other late.
import { defineConfig } from 'vitest/config';
import { isLong } from './test/support/long-form.ts';

// Where REVLOOP_TEST_REPORT names a file, the results go there as JSON besides the screen.
const report = process.env['REVLOOP_TEST_REPORT'];

/** Long forms of what other files show in short: run with REVLOOP_TEST_LONG=1. */
const longForm = [
  'test/alerting/telling.test.ts',
  'test/attribution/followed.test.ts',
  'test/attribution/generated-rates.test.ts',
  'test/cli/attribution-changes.test.ts',
  'test/attribution/reporting-currency.test.ts',
  'test/cli/attribution-rebuild.test.ts',
  'test/cli/erase-killed.test.ts',
  'test/cli/erase.test.ts',
];

/** Of the tests in test/, those that need no stack. */
const withoutStack = ['test/attribution/laws/**/*.test.ts', 'test/alerting/channels*.test.ts'];

/** They start stacks and services of their own, and need no other. */
const withOwnStack = [
  'test/faults/kills.test.ts',
  'test/console/console.test.ts',
  'test/faults/exactly-once.test.ts',
  'test/stack/stack.test.ts',
  'test/stack/clickhouse-access.test.ts',
  'test/ingest/drain-and-bounds.test.ts',
];

const onStacks = {
  testTimeout: 120_000,
  hookTimeout: 300_000,
  maxWorkers: 1,
};

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{schemas,infra,services}/**/*.test.ts', ...withoutStack],
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
        },
      },
      {
        test: {
          ...onStacks,
          name: 'stack',
          sequence: { groupOrder: 2 },
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...withoutStack, ...withOwnStack, ...(isLong ? [] : longForm)],
          globalSetup: './test/support/stack.ts',
        },
      },
    ],
  },
});
