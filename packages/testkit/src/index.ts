export * from './engines/child';
export * from './engines/engine';
export * from './engines/start-engine';
