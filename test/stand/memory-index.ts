import { type EntityVersion } from '@secondlook/contracts';

import { type CandidateDocument } from '../../services/search/src/domain/candidate-document';
import { type IndexedDocument, type IndexFamily } from '../../services/search/src/store/index-family';
import { projectionOf } from '../../services/search/src/store/mapping';

/** An index of one tenant in memory, as IndexFamily keeps it in Elasticsearch: external versions, and a second index while one is being filled. */
export function createMemoryIndex(step: (what: string) => Promise<void>, isDocument: (document: IndexedDocument) => document is CandidateDocument) {
  let live: Map<string, CandidateDocument> | undefined = new Map();
  let filling: Map<string, CandidateDocument> | undefined;
  let stream = '';
  const both = () => [live, filling].filter((index) => index !== undefined);

  const family: IndexFamily = {
    liveAlias: (tenantId) => `candidates-${tenantId}`,
    async ensure() {
      await step('ensure');
      return filling === undefined ? 'live' : 'filling';
    },
    async beginFilling() {
      await step('beginFilling');
      filling ??= new Map();
    },
    async switchToFilled() {
      await step('switchToFilled');
      [live, filling] = [filling ?? live, undefined];
    },
    async put(_tenantId, documents) {
      await step('put');
      for (const index of both()) {
        for (const document of documents.filter(isDocument)) {
          if (document.version > (index.get(document.id)?.version ?? 0)) {
            index.set(document.id, document);
          }
        }
      }
    },
    async find(_tenantId, ids) {
      await step('find');
      return both().flatMap((index) => ids.flatMap((id) => index.get(id) ?? [])).map(({ id, version, deleted, deleted_time: deletedTime }) => ({ id, version, deleted, deletedTime }));
    },
    async *listVersions(_tenantId, which): AsyncGenerator<EntityVersion> {
      await step('listVersions');
      const index = which === 'live' ? live : filling;
      yield* [...(index?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, version, deleted }) => ({ id, version, deleted }));
    },
    async forget(_tenantId, ids) {
      await step('forget');
      ids.forEach((id) => live?.delete(id));
    },
    readMeta: () => Promise.resolve(new Map([['acme', { projection: projectionOf('candidates'), stream }]])),
    writeStream(_tenantId, created) {
      stream = created;
      return Promise.resolve();
    },
    drop() {
      [live, filling] = [undefined, undefined];
      return Promise.resolve();
    },
  };
  return { family, documents: () => [...(live?.values() ?? [])], isFilling: () => filling !== undefined };
}
