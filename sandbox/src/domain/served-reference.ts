import { type Json, type JsonObject } from './json';
import { type CandidateProperty, type Reason, type ReferenceLists, type SourceType, type SourceValue } from './population/reference-lists';
import { type ToSourcePath, type ToUrl } from './served-candidate';

const totalled = (content: readonly Json[]): JsonObject => ({ totalFound: content.length, content: [...content] });

const toReasons = (reasons: readonly Reason[]): JsonObject => totalled(reasons.map(({ id, label }) => ({ id, label })));

const toListedSourceType = ({ id, label, subTypes }: SourceType, toUrl: ToUrl): JsonObject => ({
  id,
  label,
  subtypes: subTypes.map((subType) => ({ id: subType })),
  actions: { values: { url: toUrl(`/configuration/sources/${id}/values`), method: 'GET' } },
});

export const toListedSource = (source: SourceValue, toUrl: ToUrl, toSourcePath: ToSourcePath): JsonObject => ({
  id: source.id,
  label: source.label,
  sourceSubType: { id: source.subType },
  actions: { sourceDetails: { url: toUrl(toSourcePath(source.id) ?? ''), method: 'GET' } },
});

export const toPropertyDefinition = ({ id, label, type, context }: CandidateProperty, toUrl: ToUrl): JsonObject => {
  const actions = type === 'SINGLE_SELECT' ? { values: { url: toUrl(`/configuration/candidate-properties/${id}/values`), method: 'GET' } } : {};
  return { id, label, type, availability: { toUsers: 'ALL', context: [...context], forOrgFields: [] }, actions };
};

/** Everything the configuration API lists in one piece, by the last part of its path (API reference §9). */
export const toReferenceBodies = (lists: ReferenceLists, toUrl: ToUrl): Readonly<Record<string, JsonObject>> => ({
  'rejection-reasons': toReasons(lists.rejectionReasons),
  'withdrawal-reasons': toReasons(lists.withdrawalReasons),
  departments: toReasons(lists.departments),
  sources: totalled(lists.sourceTypes.map((type) => toListedSourceType(type, toUrl))),
  'candidate-properties': totalled(lists.candidateProperties.map((property) => toPropertyDefinition(property, toUrl))),
  'hiring-processes': totalled(
    lists.hiringProcesses.map(({ id, name, active, subStatuses }) => ({
      id,
      name,
      active,
      subStatuses: { IN_REVIEW: [...subStatuses.IN_REVIEW], INTERVIEW: [...subStatuses.INTERVIEW], OFFERED: [...subStatuses.OFFERED] },
    })),
  ),
});
