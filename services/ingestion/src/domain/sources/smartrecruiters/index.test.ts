import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { smartrecruiters } from '.';

describe('SmartRecruiters\' JSON', () => {
  it('is understood field by field', () => {
    const detail = {
      firstName: ' Ada ', lastName: 'Byron', email: 'ada@example.org', phoneNumber: '+44 1', internal: true, tags: ['math', ' ', 7],
      location: { city: 'London', region: 'London', country: 'United Kingdom', countryCode: 'gb' },
      web: { linkedin: 'https://linkedin.com/in/ada', other: '', odd: null },
      experience: [{ title: 'Analyst', company: 'Engines', startDate: '1842-09', endDate: 'never', current: true, location: 'Budapest, , HU', description: 'Notes' }],
      education: [{ institution: 'Home', degree: 'None', major: 'Mathematics', startDate: '1820' }],
      createdOn: '2026-01-01T00:00:00.000Z', updatedOn: 'soon',
    };
    expect(smartrecruiters.toPerson(detail)).toEqual({
      name: { full: 'Ada Byron', given: 'Ada', family: 'Byron' },
      email: 'ada@example.org',
      phone: '+44 1',
      location: { text: 'London, United Kingdom', city: 'London', region: 'London', country: 'United Kingdom', countryCode: 'GB' },
      links: [{ field: 'linkedin', url: 'https://linkedin.com/in/ada' }],
      positions: [{ title: 'Analyst', company: 'Engines', start: '1842-09', end: '', current: true, location: 'Budapest, HU', description: 'Notes' }],
      education: [{ school: 'Home', degree: 'None', major: 'Mathematics', start: '1820', end: '', current: false, description: '' }],
      tags: ['math'],
      internal: true,
      atsCreatedTime: new Date('2026-01-01T00:00:00Z'),
    });
  });

  it('names the applications of the primary and of every secondary assignment that has a job', () => {
    const assignments = smartrecruiters.toAssignments({
      primaryAssignment: { job: { id: 'j1', title: 'Nurse' }, status: 'REJECTED', reasonOfRejection: { id: 'r', label: 'Skills' } },
      secondaryAssignments: [{ job: { id: 'j2' } }, { job: {} }, 'odd', null],
    });
    expect(assignments).toMatchObject([
      { jobExternalId: 'j1', primary: true, jobTitle: 'Nurse', fields: { status: 'REJECTED', rejectionReason: { externalId: 'r', label: 'Skills' }, withdrawalReason: undefined } },
      { jobExternalId: 'j2', primary: false, jobTitle: '' },
    ]);
  });

  it('is read without throwing, whatever it holds', () => {
    const keys = fc.constantFrom('location', 'web', 'experience', 'education', 'tags', 'primaryAssignment', 'secondaryAssignments', 'job', 'department', 'createdOn', 'updatedOn', 'reasonOfRejection', 'title');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()), fc.array(fc.dictionary(keys, fc.jsonValue())))), (json) => {
        for (const read of [smartrecruiters.toPerson, smartrecruiters.toAssignments, smartrecruiters.toApplication, smartrecruiters.toAttachment, smartrecruiters.toJob]) {
          expect(() => read(json)).not.toThrow();
        }
      }),
    );
  });
});
