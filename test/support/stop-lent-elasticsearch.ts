import { lent } from './lend-elasticsearch';

// eslint-disable-next-line no-restricted-syntax -- jest wants the default export
export default async function stop(): Promise<void> {
  await Promise.all(lent.splice(0).map((engine) => engine.stop()));
}
