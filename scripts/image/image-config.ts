/** What is said of an image beside its files; the Dockerfile says the same (test/charts/image.charts.test.ts). */
export const USER = '65532:65532';
export const ENTRYPOINT: readonly string[] = ['node', '--require', '/app/preload.js'];
/** The service; `/app/migrate.js` prepares what it owns. */
export const COMMAND: readonly string[] = ['/app/main.js'];
export const ENVIRONMENT: readonly string[] = ['NODE_ENV=production'];
