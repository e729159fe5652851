import { type Education, type Place, type Position, type Reason } from '@secondlook/contracts';

import { type SourceReading } from '..';
import { type ApplicationFields } from '../../assemble-candidate';
import { WHOLE, type ConsentWord } from '../../consent';
import { listAt, objectAt, textAt, textsAt, timeAt, type JsonObject } from '../../json';

/** How SmartRecruiters' JSON is understood. Shapes: Candidates API and Jobs API of its public reference. */
export const smartrecruiters: SourceReading = {
  toPerson(detail) {
    const [given, family] = [textAt(detail, 'firstName'), textAt(detail, 'lastName')];
    const [created, updated] = [timeAt(detail, 'createdOn'), timeAt(detail, 'updatedOn')];
    const location = toPlace(objectAt(detail, 'location'));
    return {
      name: { full: [given, family].filter((part) => part !== '').join(' '), given, family },
      email: textAt(detail, 'email'),
      phone: textAt(detail, 'phoneNumber'),
      ...(location === undefined ? {} : { location }),
      links: toLinks(objectAt(detail, 'web')),
      positions: listAt(detail, 'experience').map(toPosition),
      education: listAt(detail, 'education').map(toEducation),
      tags: textsAt(detail, 'tags'),
      internal: detail['internal'] === true,
      ...(created === undefined ? {} : { atsCreatedTime: created }),
      ...(updated === undefined ? {} : { atsUpdatedTime: updated }),
    };
  },

  toAssignments(detail) {
    const primary = objectAt(detail, 'primaryAssignment');
    return [
      { assignment: primary, isPrimary: true },
      ...listAt(detail, 'secondaryAssignments').map((assignment) => ({ assignment, isPrimary: false })),
    ].flatMap(({ assignment, isPrimary }) => {
      const job = objectAt(assignment, 'job');
      const jobExternalId = textAt(job, 'id');
      return jobExternalId === ''
        ? []
        : [{ jobExternalId, primary: isPrimary, jobTitle: textAt(job, 'title'), fields: toApplicationFields(assignment) }];
    });
  },

  toApplication(application) {
    return { externalId: textAt(application, 'applicationId'), fields: toApplicationFields(application) };
  },

  toAttachment(attachment) {
    return { name: textAt(attachment, 'name'), type: textAt(attachment, 'type'), contentType: textAt(attachment, 'contentType') };
  },

  isOngoing: (status) => !OVER.includes(status),

  toConsent(consent) {
    const said = toSaid(textAt(consent, 'status'));
    return [
      ...(said === undefined ? [] : [{ scope: WHOLE, said, isOfFuture: false }]),
      ...listAt(consent, 'decisions').flatMap((decision) => {
        const [scope, decided] = [textAt(decision, 'scope'), toSaid(textAt(decision, 'status'))];
        return decided === undefined || scope === '' || isLeaveToWrite(scope) ? [] : [{ scope, said: decided, isOfFuture: scope === 'SmartCRM' }];
      }),
    ];
  },

  toJob(job) {
    const location = toPlace(objectAt(job, 'location'));
    const updated = timeAt(job, 'updatedOn');
    const activity = timeAt(job, 'lastActivityOn');
    return {
      title: textAt(job, 'title'),
      reference: textAt(job, 'refNumber'),
      status: textAt(job, 'status'),
      department: textAt(objectAt(job, 'department'), 'label'),
      ...(location === undefined ? {} : { location }),
      ...(updated === undefined ? {} : { atsUpdatedTime: updated }),
      ...(activity === undefined ? {} : { atsActivityTime: activity }),
    };
  },
};

/** A lead was assigned by others and did not apply (API reference §3.4). A status nobody has heard of goes on. */
const OVER: readonly string[] = ['LEAD', 'REJECTED', 'WITHDRAWN', 'TRANSFERRED', ''];

/** Upper case in the list, lower case among the decisions. A status nobody has heard of says nothing. */
function toSaid(status: string): ConsentWord['said'] | undefined {
  switch (status.toLowerCase()) {
    case 'acquired':
      return 'given';
    case 'declined':
      return 'refused';
    case 'required':
    case 'pending':
      return 'open';
    default:
      return undefined;
  }
}

/** `SmartMessage:SMS` and its like are about how a person may be written to, not about being kept. */
function isLeaveToWrite(scope: string): boolean {
  return scope.startsWith('SmartMessage');
}

function toApplicationFields(assignment: JsonObject): ApplicationFields {
  return {
    status: textAt(assignment, 'status'),
    subStatus: textAt(assignment, 'subStatus'),
    sourceLabel: textAt(assignment, 'source'),
    rejectionReason: toReason(objectAt(assignment, 'reasonOfRejection')),
    withdrawalReason: toReason(objectAt(assignment, 'reasonOfWithdrawal')),
    startsOn: textAt(assignment, 'startsOn'),
  };
}

function toReason(reason: JsonObject): Reason | undefined {
  const [externalId, label] = [textAt(reason, 'id'), textAt(reason, 'label')];
  return externalId === '' && label === '' ? undefined : { externalId, label };
}

function toPlace(location: JsonObject): Place | undefined {
  const [city, region, country] = [textAt(location, 'city'), textAt(location, 'region'), textAt(location, 'country')];
  const text = [city, region, country].filter((part, index, parts) => part !== '' && part !== parts[index - 1]).join(', ');
  return text === '' ? undefined : { text, city, region, country, countryCode: textAt(location, 'countryCode').toUpperCase() };
}

function toLinks(web: JsonObject) {
  return Object.keys(web)
    .map((field) => ({ field, url: textAt(web, field) }))
    .filter(({ url }) => url !== '');
}

/** SmartRecruiters writes free text such as "Budapest, , HU". */
function toFreePlace(item: JsonObject): string {
  return textAt(item, 'location')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(', ');
}

function toPosition(item: JsonObject): Position {
  return {
    title: textAt(item, 'title'),
    company: textAt(item, 'company'),
    start: toPartialDate(item, 'startDate'),
    end: toPartialDate(item, 'endDate'),
    current: item['current'] === true,
    location: toFreePlace(item),
    description: textAt(item, 'description'),
  };
}

function toEducation(item: JsonObject): Education {
  return {
    school: textAt(item, 'institution'),
    degree: textAt(item, 'degree'),
    major: textAt(item, 'major'),
    start: toPartialDate(item, 'startDate'),
    end: toPartialDate(item, 'endDate'),
    current: item['current'] === true,
    description: textAt(item, 'description'),
  };
}

/** "YYYY", "YYYY-MM" or "YYYY-MM-DD"; anything else is not a date we understand. */
function toPartialDate(item: JsonObject, key: string): string {
  const text = textAt(item, key);
  return /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text) ? text : '';
}
