import { describe, expect, it } from '@jest/globals';
import { createAccount, type Account } from './account';
import { type Command } from './command';
import { type EventName } from './event-names';
import { createPopulation } from './population/population';
import { type CandidateRecord, type JobRecord } from './records';

const population = createPopulation({ seed: 3, size: 30 });
const NOW = population.referenceDate + 1000;

const openAccount = (): Account => createAccount(population, (path) => `https://ats.example${path}`);

const firstOf = (account: Account): CandidateRecord => {
  const [record] = account.candidates.list({ jobIds: [], statuses: [] }, -1, 1).records;
  if (record === undefined) throw new Error('The population is empty');
  return record;
};

const freeJobOf = (account: Account, record: CandidateRecord): JobRecord => {
  const job = account.jobs.list({ statuses: [] }).find(({ id }) => record.applications.every(({ jobId }) => jobId !== id));
  if (job === undefined) throw new Error('No job is free');
  return job;
};

const namesOf = (account: Account, command: Command): readonly EventName[] => account.run(command, NOW).notifications.map(({ name }) => name);

describe('an account tells its subscribers', () => {
  it('of a changed candidate only when something named in the API reference changed', () => {
    const account = openAccount();
    const { id } = firstOf(account);
    expect(namesOf(account, { type: 'patchCandidate', id, fields: { email: 'new@example.com' } })).toEqual(['candidate.updated']);
    expect(namesOf(account, { type: 'patchCandidate', id, fields: { somethingElse: 1 } })).toEqual([]);
    expect(namesOf(account, { type: 'patchCandidate', id, fields: { email: 'new@example.com' } })).toEqual([]);
  });

  it('of a deleted candidate with its id alone, and without a link', () => {
    const account = openAccount();
    const { id } = firstOf(account);
    expect(account.run({ type: 'removeCandidate', id }, NOW).notifications).toEqual([{ name: 'candidate.deleted', body: { id } }]);
  });

  it('of status, source and fields of an application apart', () => {
    const account = openAccount();
    const record = firstOf(account);
    const id = record.applications[0]?.id ?? '';
    const patch = (fields: Extract<Command, { type: 'patchApplication' }>['fields']): readonly EventName[] =>
      namesOf(account, { type: 'patchApplication', candidateId: record.id, id, fields });
    expect(patch({ status: 'OFFERED', subStatus: 'Offer sent' })).toEqual(['application.status.updated']);
    expect(patch({ source: 'Employee referral' })).toEqual(['application.source.updated']);
    expect(patch({ properties: [{ id: 'p', value: 1 }] })).toEqual(['application.fields.updated']);
    expect(patch({ status: 'REJECTED', source: 'CityJobs' })).toEqual(['application.status.updated', 'application.source.updated']);
  });

  it('of new applications and attachments, and never of removed ones', () => {
    const account = openAccount();
    const record = firstOf(account);
    const candidateId = record.id;
    const job = freeJobOf(account, record);
    expect(account.run({ type: 'createApplication', candidateId, jobId: job.id, id: 'a', fields: {} }, NOW).notifications).toEqual([
      { name: 'application.created', body: { job_id: job.id, candidate_id: candidateId, application_id: 'a' }, link: `/candidates/${candidateId}/jobs/${job.id}` },
    ]);
    const source = { kind: 'text' as const, contentType: 'text/plain', text: 'Hello' };
    expect(account.run({ type: 'createAttachment', candidateId, jobId: job.id, id: 'f', fields: {}, source }, NOW).notifications).toEqual([
      {
        name: 'application.attachment.created',
        body: { job_id: job.id, candidate_id: candidateId, application_id: 'a', attachment_id: 'f' },
        link: '/candidates/attachments/f',
      },
    ]);
    expect(namesOf(account, { type: 'removeAttachment', candidateId, id: 'f' })).toEqual([]);
    expect(namesOf(account, { type: 'removeApplication', candidateId, id: 'a' })).toEqual([]);
  });

  it('of jobs: created, updated, status, team and ad, but not of deletion', () => {
    const account = openAccount();
    const id = 'j';
    expect(namesOf(account, { type: 'createJob', id, fields: { title: 'Nurse' } })).toEqual(['job.created']);
    expect(namesOf(account, { type: 'patchJob', id, fields: { title: 'Senior Nurse' } })).toEqual(['job.updated']);
    expect(namesOf(account, { type: 'patchJob', id, fields: { status: 'FILLED' } })).toEqual(['job.status.updated']);
    expect(namesOf(account, { type: 'patchJob', id, fields: { hiringTeam: [{ id: 'u', role: 'RECRUITER' }] } })).toEqual(['job.hiring-team.updated']);
    expect(namesOf(account, { type: 'patchJob', id, fields: { jobAd: {} } })).toEqual(['job.ad.updated']);
    expect(namesOf(account, { type: 'removeJob', id })).toEqual([]);
  });
});

describe('an account keeps time', () => {
  it('by moving updatedOn with every change of the candidate, its applications and its attachments', () => {
    const account = openAccount();
    const record = firstOf(account);
    const candidateId = record.id;
    const applicationId = record.applications[0]?.id ?? '';
    const jobId = record.applications[0]?.jobId ?? '';
    const source = { kind: 'bytes' as const, base64: '' };
    const commands: readonly Command[] = [
      { type: 'patchCandidate', id: candidateId, fields: { unknown: null } },
      { type: 'patchApplication', candidateId, id: applicationId, fields: { startsOn: '2027-01-01T00:00:00.000Z' } },
      { type: 'createAttachment', candidateId, jobId, id: 'f', fields: {}, source },
      { type: 'removeAttachment', candidateId, id: 'f' },
      { type: 'createApplication', candidateId, jobId: freeJobOf(account, record).id, id: 'a', fields: {} },
      { type: 'removeApplication', candidateId, id: 'a' },
    ];
    const times = commands.map((command, index) => {
      account.run(command, NOW + index);
      return account.candidates.find(candidateId)?.updatedAt;
    });
    expect(times).toEqual(commands.map((_, index) => NOW + index));
  });

  it('by moving a job’s last activity when somebody applies', () => {
    const account = openAccount();
    const record = firstOf(account);
    const job = freeJobOf(account, record);
    account.run({ type: 'createApplication', candidateId: record.id, jobId: job.id, id: 'a', fields: {} }, NOW);
    expect(account.jobs.find(job.id)).toMatchObject({ lastActivityAt: NOW, updatedAt: job.updatedAt });
  });

  it('without ever going back behind the population or the last change', () => {
    const account = openAccount();
    expect(account.stamp(0)).toBe(population.referenceDate);
    expect(account.stamp(NOW)).toBe(NOW);
    expect(account.stamp(NOW - 500)).toBe(NOW);
  });
});

describe('an account serves', () => {
  it('patched values verbatim, whatever their type', () => {
    const account = openAccount();
    const { id } = firstOf(account);
    const odd = { firstName: null, email: 7, web: [true], 'new field': { deep: ['x'] }, experience: 'x'.repeat(100_000) };
    account.run({ type: 'patchCandidate', id, fields: odd }, NOW);
    expect(account.candidates.find(id)?.fields).toMatchObject(odd);
  });

  it('nobody twice: a second application for the same job is refused', () => {
    const account = openAccount();
    const record = firstOf(account);
    const jobId = record.applications[0]?.jobId ?? '';
    expect(() => account.run({ type: 'createApplication', candidateId: record.id, jobId, id: 'a', fields: {} }, NOW)).toThrow('has applied');
  });

  it('what is left of a deleted candidate in the log: the bodies and texts an oracle must find nowhere', () => {
    const account = openAccount();
    const record = account.candidates.list({ jobIds: [], statuses: [] }, -1, 100).records.find(({ attachments }) => attachments.length > 0);
    if (record === undefined) throw new Error('Nobody has a file');
    const { changes } = account.run({ type: 'removeCandidate', id: record.id }, NOW);
    expect(changes.find(({ entity }) => entity === 'candidate')?.before).toMatchObject({ email: record.fields['email'] });
    expect(JSON.stringify(changes.find(({ entity }) => entity === 'attachment')?.before)).toContain('text');
    expect(changes.filter(({ entity }) => entity === 'application')).toHaveLength(record.applications.length);
  });
});
