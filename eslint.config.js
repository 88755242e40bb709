// The architecture as rules: what may be imported where, what a pure core may not touch, and that no promise floats.
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const forbid = (patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});
const services = {
  group: [
    '@revloop/ingest*',
    '@revloop/sink*',
    '@revloop/attribution*',
    '@revloop/alerting*',
    '@revloop/console*',
    'revloop*',
    '**/services/**',
  ],
  message: 'services meet only in topics and tables',
};
const test = { group: ['@revloop/test*', '**/test/**'], message: 'nothing imports tests' };
const infra = { group: ['@revloop/infra*', '**/infra/**'], message: 'schemas ← infra ← services ← test' };

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.revloop/**', 'schemas/generated.ts'] },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.mjs', 'services/cli/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['schemas/**'], rules: forbid([infra, services, test]) },
  { files: ['infra/**'], rules: forbid([services, test]) },
  { files: ['services/**'], rules: forbid([services, test]) },
  {
    files: ['services/*/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...forbid([
        {
          // node:module loads a library that is large when it is needed.
          group: [
            'node:*',
            '!node:module',
            '@revloop/infra*',
            '../*',
            'kafkajs',
            '@clickhouse/*',
            'fastify',
            'pino',
          ],
          message: 'core is pure: only ./, schemas and pure libraries',
        },
        services,
        test,
      ]),
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'performance',
        'crypto',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is an argument' },
      ],
    },
  },
  {
    files: ['**/vite.config.ts', '**/vitest.config.ts', 'eslint.config.js'],
    rules: { 'no-restricted-exports': 'off' },
  },
  { files: ['**/*.mjs', '**/*.js'], ...ts.configs.disableTypeChecked },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  {
    files: ['services/console/web/**/*.tsx'],
    plugins: { 'react-hooks': hooks },
    rules: hooks.configs.recommended.rules,
  },
);
