/** Unit specs lie beside the code; integration, story, rule and browser specs lie in test/. Run through `npm test`. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {
    '^#(contracts|dji|geo|routes)$': '<rootDir>/libs/$1/src/index.ts',
    '^#wayline$': '<rootDir>/libs/dji/src/wayline/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  // one more than the two cores the tests are made for: many of them wait, an outage of a minute for example
  maxWorkers: 3,
  testSequencer: './test/support/longest-first.mjs',
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
