import { describe, expect, it } from '@jest/globals';
import { canonicalJson, isJsonObject } from '../json';
import { textAt } from '../../testing/sandbox-client';
import { DOCX, type CandidateRecord } from '../records';
import { createPopulation, type Population } from './population';
import { toPlainText } from './resume';

const SIZE = 1500;
const population = createPopulation({ seed: 1, size: SIZE });

const readAll = (from: Population): readonly CandidateRecord[] => Array.from({ length: from.size }, (_, candidate) => from.readCandidate(candidate));
const people = readAll(population);

const shareOf = (isCounted: (record: CandidateRecord) => boolean): number => people.filter(isCounted).length / people.length;

const nameOf = ({ fields }: CandidateRecord): string => `${textAt(fields, 'firstName')} ${textAt(fields, 'lastName')}`;

const textsOf = (record: CandidateRecord): readonly string[] =>
  record.attachments.flatMap(({ source }) => (source.kind === 'set' ? [toPlainText(source.read())] : []));

const resumeOf = ({ attachments }: CandidateRecord): string => textAt(attachments.find(({ fields }) => fields['type'] === 'RESUME')?.fields, 'contentType');

const snapshot = (from: Population): string =>
  canonicalJson(
    readAll(from).map(({ id, fields, applications, ...rest }) => ({
      id,
      fields,
      applications: applications.map((application) => ({ ...application, properties: [...application.properties], history: [...application.history] })),
      texts: [...textsOf({ id, fields, applications, ...rest })],
    })),
  );

describe('a population', () => {
  it('is the same for the same seed and size', () => {
    expect(snapshot(createPopulation({ seed: 9, size: 60 }))).toBe(snapshot(createPopulation({ seed: 9, size: 60 })));
  });

  it('is another for another seed', () => {
    const emails = (seed: number): readonly string[] => readAll(createPopulation({ seed, size: 60 })).map(({ fields }) => textAt(fields, 'email'));
    const others = new Set(emails(10));
    expect(emails(9).filter((email) => others.has(email))).toEqual([]);
  });

  it('draws each candidate without the others, and the summary tells what the candidate tells', () => {
    const late = population.readCandidate(1234);
    expect(late.id).toBe(people[1234]?.id);
    const { updatedAt, applications } = population.summarise(1234);
    expect(updatedAt).toBe(late.updatedAt);
    expect(applications.map(({ status }) => status)).toEqual(late.applications.map(({ fields }) => fields['status']));
  });

  it('gives every candidate one to four applications, 1.3 on average', () => {
    const counts = people.map(({ applications }) => applications.length);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(counts.reduce((sum, count) => sum + count, 0) / SIZE).toBeCloseTo(1.3, 1);
  });

  it('uses every status, with sub-statuses where the hiring process has them', () => {
    const applications = people.flatMap((record) => record.applications);
    const statuses = new Set(applications.map(({ fields }) => fields['status']));
    expect([...statuses].sort()).toEqual(['HIRED', 'INTERVIEW', 'IN_REVIEW', 'LEAD', 'NEW', 'OFFERED', 'REJECTED', 'TRANSFERRED', 'WITHDRAWN']);
    const withSubStatus = applications.filter(({ fields }) => fields['subStatus'] !== undefined);
    expect([...new Set(withSubStatus.map(({ fields }) => fields['status']))].sort()).toEqual(['INTERVIEW', 'IN_REVIEW', 'OFFERED']);
  });

  it('keeps its dates in order: job, application, history, reference date', () => {
    const jobs = new Map(Array.from({ length: population.jobCount }, (_, job) => population.readJob(job)).map((job) => [job.id, job]));
    const applications = people.flatMap((record) => record.applications);
    const isOrdered = (times: readonly number[]): boolean => times.every((time, index) => time >= (times[index - 1] ?? 0));
    const unordered = applications.filter(({ jobId, createdAt, history }) => {
      const changes = history.map((entry) => Date.parse(textAt(entry, 'changedOn')));
      return !isOrdered([jobs.get(jobId)?.createdAt ?? Infinity, createdAt, ...changes, population.referenceDate]);
    });
    expect(unordered).toEqual([]);
  });

  it('makes e-mail and last name unique together, as the ATS does', () => {
    const keys = people.map(({ fields }) => `${textAt(fields, 'email')} ${textAt(fields, 'lastName')}`.toLowerCase());
    expect(new Set(keys).size).toBe(SIZE);
  });

  it('uses domains only that belong to nobody', () => {
    const reserved = /@([\w-]+\.)*(example|example\.(com|net|org))$/;
    expect(people.map(({ fields }) => textAt(fields, 'email')).filter((email) => !reserved.test(email))).toEqual([]);
  });

  it('keeps templates apart: nobody applies for them', () => {
    const jobs = Array.from({ length: population.jobCount }, (_, job) => population.readJob(job));
    const templates = new Set(jobs.filter(({ fields }) => fields['template'] === true).map(({ id }) => id));
    expect(templates.size).toBeGreaterThan(0);
    expect(people.flatMap(({ applications }) => applications).filter(({ jobId }) => templates.has(jobId))).toEqual([]);
  });
});

describe('people of a population', () => {
  it('write their names in many scripts', () => {
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Hebrew', 'Devanagari'];
    const names = people.map(nameOf).join('\n');
    expect(scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(names))).toEqual([]);
    expect(names).toMatch(/[ạảấầẩẫậ]|Nguyễn|Đặng/u);
  });

  it('share names: the frequent ones are far more frequent, and some people have the same full name', () => {
    const counts = [...Map.groupBy(people, nameOf).values()].map((group) => group.length).sort((left, right) => right - left);
    expect(counts[0]).toBeGreaterThanOrEqual(3);
    expect(counts.filter((count) => count > 1).length).toBeGreaterThan(15);
    expect(counts.filter((count) => count === 1).length / SIZE).toBeGreaterThan(0.8);
  });

  it('worked at the same companies, the big ones more often', () => {
    const employers = people.flatMap(({ fields }) => (Array.isArray(fields['experience']) ? fields['experience'] : [])).map((item) => textAt(item, 'company').split(' ').slice(0, 2).join(' '));
    const counts = [...Map.groupBy(employers, (name) => name).values()].map((group) => group.length).sort((left, right) => right - left);
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    expect(counts[0]).toBeGreaterThan(5 * median);
  });

  it('are sometimes in the ATS twice, under another address', () => {
    expect(new Set(people.map(({ fields }) => textAt(fields, 'email').replace(/\+\d+@/, '@'))).size).toBeLessThan(SIZE);
  });
});

describe('documents of a population', () => {
  it('are PDF résumés for about 85 %, plain text for about 10 %, none for the rest', () => {
    expect(shareOf((record) => resumeOf(record) === 'application/pdf')).toBeCloseTo(0.75, 1);
    expect(shareOf((record) => resumeOf(record) === DOCX)).toBeCloseTo(0.1, 1);
    expect(shareOf((record) => resumeOf(record) === 'text/plain')).toBeCloseTo(0.1, 1);
    expect(shareOf(({ attachments }) => attachments.length === 0)).toBeCloseTo(0.05, 1);
  });

  it('have a cover letter now and then', () => {
    const share = shareOf(({ attachments }) => attachments.some(({ fields }) => fields['type'] === 'COVER_LETTER'));
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.3);
  });

  it('name LinkedIn addresses in about 45 % of résumés, the ATS’s own field in about 35 %, in many spellings', () => {
    const inField = people.map(({ fields }) => textAt(fields, 'web', 'linkedin')).filter((address) => address !== '');
    expect(inField.length / SIZE).toBeCloseTo(0.35, 1);
    const inText = shareOf((record) => textsOf(record).some((text) => /linkedin\.com\/in\//i.test(text.replaceAll('\n', ''))));
    expect(inText).toBeCloseTo(0.45, 1);
    const shapes = [/^https:\/\/www\.linkedin\.com\/in\/[a-z0-9-]+$/, /^http:/, /\?trk=/, /%[0-9A-F]{2}/, /\/\/(de|uk)\./, /\/$/, /\/en$/, /^linkedin/, /LINKEDIN|LinkedIn/];
    expect(shapes.filter((shape) => !inField.some((address) => shape.test(address)))).toEqual([]);
  });

  it('hide some addresses in links and name some agencies’ pages', () => {
    const lines = people.flatMap(({ attachments }) => attachments.flatMap(({ source }) => (source.kind === 'set' ? source.read().lines : [])));
    expect(lines.some(({ text, link }) => text === 'LinkedIn' && link !== undefined)).toBe(true);
    expect(people.some((record) => textsOf(record).some((text) => text.includes('linkedin.com/company/')))).toBe(true);
  });

  it('may be of a person with a GitHub address in the website field', () => {
    expect(shareOf(({ fields }) => isJsonObject(fields['web']) && textAt(fields, 'web', 'website').includes('github.com'))).toBeGreaterThan(0.02);
  });
});
