/** For unit tests of every package and service, as `@secondlook/kit/testing`. Never imported by what runs. */
export * from './fake-database';
export * from './fake-documents';
export * from './fake-running';
export * from './fake-message';
export * from './test-keys';
