import { type Page } from '../sources/source';
import { type KnownConsent, type ReadRequest } from '../store/due-reads';
import { type Pulling } from './pulling';

/**
 * Of some listed entities, those that the mirror does not hold as of the time of the change that the list gives; and of those it does, the
 * consents that the list says something else of.
 */
export async function findStale({ kind, entities }: Pick<Page, 'kind' | 'entities'>, { ingestion, connectionId, tenantId, signal }: Pulling): Promise<ReadRequest[]> {
  if (entities.length === 0) {
    return [];
  }
  const listed = entities.map(({ externalId, updatedTime, consent }) => ({ externalId, updatedTime, consentJson: Buffer.from(consent?.json ?? '') }));
  const stale = await ingestion.findStale({ connectionId, ...(kind === 'candidate' ? { candidates: listed } : { jobs: listed }) }, { tenantId, signal });
  const ids = kind === 'candidate' ? stale.candidateExternalIds : stale.jobExternalIds;
  const byId = new Map(entities.map((entity) => [entity.externalId, entity]));
  const consents = new Map(
    stale.consents.flatMap(({ candidateExternalId, changed }): [string, KnownConsent][] => {
      const consent = byId.get(candidateExternalId)?.consent;
      return consent === undefined ? [] : [[candidateExternalId, { ...consent, changed }]];
    }),
  );
  const others = [...consents].filter(([externalId]) => !ids.includes(externalId));
  return [
    ...ids.map((externalId) => ({ kind, externalId, urgent: false, listedTime: byId.get(externalId)?.updatedTime, consent: consents.get(externalId) })),
    ...others.map(([externalId, consent]) => ({ kind: 'consent' as const, externalId, urgent: false, consent })),
  ];
}
