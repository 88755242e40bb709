// Two kinds of tests: pure ones beside the code, and those on the embedded stack in test/.
import { defineConfig } from 'vitest/config';

// Where REVLOOP_TEST_REPORT names a file, the results go there as JSON besides the screen.
const report = process.env['REVLOOP_TEST_REPORT'];

export default defineConfig({
  test: {
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{schemas,infra,services}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
        },
      },
      {
        test: {
          name: 'stack',
          include: ['test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          globalSetup: './test/support/stack.ts',
        },
      },
    ],
  },
});
