import { describe, expect, it } from '@jest/globals';
import { Candidate, ConsentState, Fact } from '@secondlook/contracts';
import fc from 'fast-check';

import { toCandidateDocument } from './candidate-document';

const now = new Date('2026-06-15T12:00:00Z');
const fact = (value: Fact['value']) => Fact.fromPartial({ source: 's', observedDate: '2026-01-01', ...(value === undefined ? {} : { value }) });
const ada = Candidate.fromPartial({
  candidateId: 'c1',
  version: 3,
  name: { full: 'Ada Müller', given: 'Ada', family: 'Müller' },
  email: 'ada@secret.example',
  phone: '+4930123456',
  location: { text: 'Berlin, Germany' },
  links: [{ field: 'linkedin', url: 'https://linkedin.com/in/own-claim' }],
  positions: [{ title: 'Analyst', company: 'Banks', start: '2020', description: 'Tabulating' }, { title: 'Clerk', company: 'Oldco', start: '2010', end: '2019' }],
  education: [{ school: 'Kings College', degree: 'MSc', major: 'Physics' }],
  tags: ['vip'],
  atsUpdatedTime: new Date('2026-02-03T04:05:06Z'),
  applications: [{ jobId: 'job-1', status: 'REJECTED', rejectionReason: { label: 'Overqualified' }, sourceLabel: 'Website', primary: true }, { jobId: 'job-1', status: 'NEW' }],
  attachments: [{ externalId: 'f', text: { pages: ['first page ends in', 'sunset clause'], links: [] } }],
});
const documentOf = (candidate: Candidate) => toCandidateDocument(candidate, now);
const tokensOf = (candidate: Candidate) => documentOf(candidate)?.text?.exact.split(' ') ?? [];

describe('a candidate in the index', () => {
  it('is found by name in either order and with umlauts written out, by work, school, place, tags and the text of documents', () => {
    const exact = ` ${tokensOf(ada).join(' ')} `;
    for (const phrase of ['ada muller', 'muller ada', 'ada mueller', 'analyst', 'banks', 'kings college', 'msc', 'physics', 'berlin germany', 'vip', 'ends in sunset clause']) {
      expect(exact).toContain(` ${phrase} `);
    }
  });

  it('is never found by e-mail, phone, reasons, links or the source\'s ids', () => {
    for (const word of ['secret', '4930123456', 'overqualified', 'own', 'claim', 'c1']) {
      expect(tokensOf(ada)).not.toContain(word);
    }
  });

  it('has no stems of companies and schools, and has them of titles and texts', () => {
    const stems = documentOf(ada)?.text?.stem.split(' ') ?? [];
    expect(stems).toEqual(expect.arrayContaining(['analyst', 'tabul', 'sunset']));
    expect(stems).not.toContain('bank');
    expect(stems).not.toContain('king');
  });

  it('shows and counts what is current, filters by each application and searches its jobs once', () => {
    expect(documentOf(ada)).toMatchObject({
      id: 'c1',
      version: 3,
      deleted: false,
      job_ids: ['job-1'],
      last_updated: '2026-02-03T04:05:06.000Z',
      name_order: 'ada muller',
      shown: { name: 'Ada Müller', headline: 'Analyst at Banks', location: 'Berlin, Germany', matched: false, linkedin_url: '' },
      applications: [{ status: 'REJECTED', rejection_reason: 'Overqualified', source: 'Website' }, { status: 'NEW', rejection_reason: '' }],
      counted: { location: ['Berlin, Germany'], current_company: ['Banks'], current_title: ['Analyst'], skill: [], school: ['Kings College'] },
    });
  });

  it('shows a LinkedIn address of the matched profile only, never of the ATS', () => {
    const facts = { facts: [fact({ $case: 'link', value: 'https://evil.example/linkedin.com/in/x' }), fact({ $case: 'link', value: 'https://www.linkedin.com/in/ada' }), fact({ $case: 'skill', value: 'Go' }), fact({ $case: 'skill', value: 'GO ' })] };
    expect(documentOf(Candidate.fromPartial({ ...ada, facts }))).toMatchObject({ shown: { matched: true, linkedin_url: 'https://www.linkedin.com/in/ada' }, counted: { skill: ['Go'] } });
  });

  it('is nothing but id, version and time when it is deleted, and not there while it is incomplete', () => {
    expect(documentOf(Candidate.fromPartial({ ...ada, deleted: true }))).toEqual({ id: 'c1', version: 3, deleted: true, deleted_time: now.toISOString() });
    expect(documentOf(Candidate.fromPartial({ ...ada, incomplete: true }))).toBeUndefined();
  });

  it('holds no half of a surrogate pair, wherever a long value is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 250, max: 305 }), (length) => {
        const long = `${'x'.repeat(length)}${'😀'.repeat(10)}`;
        const document = documentOf(Candidate.fromPartial({ ...ada, name: { full: long }, location: { text: long } }));
        expect(document?.name_order?.isWellFormed()).toBe(true);
        expect(document?.counted?.location.every((value) => value.isWellFormed())).toBe(true);
      }),
    );
  });
});

describe('a candidate nobody may see', () => {
  it('whose consent ended shows nothing, and holds only what searches are counted by', () => {
    const { hidden, shown, name_order, applications } = documentOf({ ...ada, consentState: ConsentState.ENDED }) ?? {};
    expect([hidden, shown, name_order, applications?.length]).toEqual(['consent_ended', undefined, undefined, 2]);
    expect(tokensOf({ ...ada, consentState: ConsentState.ENDED })).toEqual(tokensOf(ada));
  });

  it('out of view is nothing but that', () => {
    expect(documentOf({ ...ada, outOfView: true })).toEqual({ id: 'c1', version: 3, deleted: false, hidden: 'out_of_view' });
    expect(documentOf({ ...ada, outOfView: true, consentState: ConsentState.ENDED })).toEqual(documentOf({ ...ada, outOfView: true }));
  });
});
