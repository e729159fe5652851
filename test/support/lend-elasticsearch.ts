import { lendElasticsearch, startEngine, type Engine } from '@secondlook/testkit';

export const lent: Engine[] = [];

/** As many as test files run at once. */
// eslint-disable-next-line no-restricted-syntax -- jest wants the default export
export default async function lend({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  lent.push(...(await Promise.all(Array.from({ length: maxWorkers }, () => startEngine('elasticsearch')))));
  lendElasticsearch(lent);
}
