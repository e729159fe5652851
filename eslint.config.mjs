// Architecture as lint: what docs/architecture.md asks of the layout is checked here, so that no reviewer has to remember it.
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const drivers = ['mongodb', 'nats', '@elastic/*', '@grpc/*', 'nice-grpc', 'nice-grpc-*', 'express', 'pino', 'prom-client', 'undici', '@opentelemetry/*'];
const worldly = ['node:fs', 'node:fs/*', 'node:http', 'node:https', 'node:net', 'node:child_process', 'node:timers', 'node:timers/*', 'node:os'];
const environment = { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' };
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is passed in.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'The clock is passed in.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Randomness is passed in.' },
  { selector: "CallExpression[callee.name=/^(randomUUID|randomBytes|randomInt)$/]", message: 'Randomness is passed in.' },
];
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'packages/contracts/src/gen/**', '.run/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // There are no classes but errors: a method of an object literal never means `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'import-x/no-cycle': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': ['error', environment],
      'no-restricted-syntax': ['error', noDefaultExport],
      eqeqeq: 'error',
    },
  },
  {
    // Sharing is by contract and plumbing only: no package or service reaches into another's source.
    files: ['packages/*/src/**/*.ts', 'services/*/src/**/*.ts', 'services/console/server/**/*.ts', 'sandbox/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/src/testing/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@secondlook/*/*'], message: 'Import the package, not its inside.' },
            { group: ['@secondlook/testkit'], message: 'testkit is for tests, benches and the local stack.' },
            { regex: '^@secondlook/(?!contracts$|kit$)', message: 'Services share contracts and kit only; they call each other by gRPC.' },
            { regex: '(\\.\\./)+(packages|services|sandbox)/', message: 'Import the package by its name.' },
          ],
        },
      ],
    },
  },
  {
    // testkit starts the sandbox and the services as processes; it may import the sandbox.
    files: ['packages/testkit/src/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...drivers, ...worldly], message: 'domain/ is pure: no driver, file system, network, process or timer.' },
            { group: ['@secondlook/*', '!@secondlook/contracts', '!@secondlook/kit'], message: 'domain/ is pure.' },
            { regex: '/(store|rpc|consumers)/', message: 'domain/ knows neither stores nor transports.' },
          ],
        },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, ...clock],
    },
  },
  {
    files: ['**/config.ts', 'packages/testkit/**/*.ts', 'packages/kit/src/run-service.ts', 'scripts/**', 'test/**/*.ts', 'bench/**/*.ts', '**/*.test.ts', 'sandbox/src/main.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['packages/testkit/**/*.ts', 'scripts/**', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines': 'off' },
  },
);
