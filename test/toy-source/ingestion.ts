import { type SourceReading } from '../../services/ingestion/src/domain/sources';

const NO_REASONS = { subStatus: '', sourceLabel: '', rejectionReason: undefined, withdrawalReason: undefined, startsOn: '' };
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The toy ATS's JSON as ingestion understands it. */
export const toy: SourceReading = {
  toPerson(person) {
    const full = textOf(person['name']);
    return {
      name: { full, given: full.split(' ')[0] ?? '', family: full.split(' ').slice(1).join(' ') },
      email: '', phone: '', links: [], positions: [], education: [], tags: [], internal: false,
      atsUpdatedTime: new Date(textOf(person['changed'])),
    };
  },
  toAssignments(person) {
    const applied: readonly unknown[] = Array.isArray(person['applied']) ? person['applied'] : [];
    return applied.flatMap((one, index) =>
      typeof one === 'object' && one !== null && 'opening' in one && 'state' in one
        ? [{ jobExternalId: textOf(one.opening), primary: index === 0, jobTitle: '', fields: { ...NO_REASONS, status: textOf(one.state) } }]
        : [],
    );
  },
  toApplication: () => ({ externalId: '', fields: { ...NO_REASONS, status: '' } }),
  toAttachment: () => ({ name: '', type: '', contentType: '' }),
  isOngoing: () => true,
  toConsent: () => [],
  toJob: (opening) => ({ title: textOf(opening['label']), reference: '', status: 'OPEN', department: '' }),
};
