// Tiers by file name (docs/architecture.md, "Tests"): unit beside the code, integration with one real engine, charts with Helm, end
// to end with all services. Workspace packages are taken from their sources, so unit tests need no build.
const workspaces = {
  '^@secondlook/(contracts|kit|testkit)$': '<rootDir>/packages/$1/src',
  '^@secondlook/sandbox$': '<rootDir>/sandbox/src',
};

const tier = (displayName, testMatch, more = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.run/'],
  modulePathIgnorePatterns: ['/dist/', '/.run/'],
  watchPathIgnorePatterns: ['/.run/'],
  moduleNameMapper: workspaces,
  // These ship ES modules only; jest runs CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(jose|any-ascii)/)'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
    ],
  },
  ...more,
});

const stacks = {
  globalSetup: '<rootDir>/test/support/lend-elasticsearch.ts',
  globalTeardown: '<rootDir>/test/support/stop-lent-elasticsearch.ts',
  // Two stacks at once on two cores: jest's five seconds are too few for a few calls. (`testTimeout` of a project has no effect.)
  setupFilesAfterEnv: ['<rootDir>/test/support/set-timeout.ts'],
};

export default {
  projects: [
    tier('unit', ['<rootDir>/{packages,services,sandbox,scripts,bench}/**/*.test.ts'], {
      testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.run/', '\\.integration\\.test\\.ts$'],
    }),
    tier('integration', ['<rootDir>/{packages,services,sandbox,test}/**/*.integration.test.ts']),
    tier('charts', ['<rootDir>/test/charts/*.charts.test.ts'], { setupFilesAfterEnv: ['<rootDir>/test/support/set-timeout.ts'] }),
    // Against the cluster of KUBECONFIG, where there is one.
    tier('cluster', ['<rootDir>/test/cluster/*.cluster.test.ts'], { setupFilesAfterEnv: ['<rootDir>/test/support/set-timeout.ts'] }),
    tier('e2e', ['<rootDir>/test/**/*.e2e.test.ts'], stacks),
    // As e2e, for before a release: what every change waits for must end in a quarter of an hour.
    tier('slow', ['<rootDir>/test/**/*.slow.test.ts'], stacks),
  ],
};
