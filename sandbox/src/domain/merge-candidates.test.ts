import { describe, expect, it } from '@jest/globals';
import { createAccount, type Account } from './account';
import { createPopulation } from './population/population';
import { type JsonObject } from './json';
import { standardSwitches } from './switches';

const population = createPopulation({ seed: 3, size: 10 });
const NOW = population.referenceDate + 1000;
const AT = NOW + 500;
const text = { kind: 'text' as const, contentType: 'text/plain', text: 'Curriculum vitae' };

/** Two people: both applied for the first job, the loser for the second too; a file with each application. */
const openAccount = (loser: JsonObject, master: JsonObject, merge_emits: 'nothing' | 'candidate.deleted' = 'nothing'): Account => {
  const account = createAccount(population, (path) => `https://ats.example${path}`, () => ({ ...standardSwitches, merge_emits }));
  const [first, second] = account.jobs.list({ statuses: [] }).map(({ id }) => id);
  const add = (id: string, fields: JsonObject, jobs: readonly (string | undefined)[]): void => {
    account.run({ type: 'createCandidate', id, fields }, NOW);
    jobs.forEach((jobId = '', index) => {
      account.run({ type: 'createApplication', candidateId: id, jobId, id: `${id}${index}`, fields: {} }, NOW);
      account.run({ type: 'createAttachment', candidateId: id, jobId, id: `${id} file ${index}`, fields: {}, source: text }, NOW);
    });
  };
  add('loser', loser, [first, second]);
  add('master', master, [first]);
  return account;
};

const merge = { type: 'mergeCandidate', id: 'loser', into: 'master' } as const;

describe('a merge', () => {
  it('moves applications and files under the master, whose own survives where both applied for one job', () => {
    const account = openAccount({}, {});
    account.run(merge, AT);
    const master = account.candidates.find('master');
    expect(account.candidates.find('loser')).toBeUndefined();
    expect(master?.applications.map(({ id }) => id)).toEqual(['master0', 'loser1']);
    expect(master?.attachments.map(({ id }) => id)).toEqual(['master file 0', 'loser file 1']);
    expect(master?.updatedAt).toBe(AT);
    expect(account.candidates.findByApplication('loser1')?.id).toBe('master');
    expect(account.candidates.findByAttachment('loser file 1')?.id).toBe('master');
    expect(account.candidates.findByAttachment('loser file 0')).toBeUndefined();
    expect(account.candidates.list({ jobIds: [], statuses: [] }, -1, 100).totalFound).toBe(11);
  });

  it('fills the master’s blanks, of addresses each apart, and replaces nothing', () => {
    const account = openAccount(
      { phoneNumber: '1', email: 'l@example.com', tags: ['l'], location: { city: 'Bonn' }, web: { linkedin: 'l', twitter: 'l' }, education: [{ degree: 'BA' }] },
      { phoneNumber: '', email: 'm@example.com', tags: [], location: { country: 'Italy' }, web: { linkedin: 'm' } },
    );
    account.run(merge, AT);
    expect(account.candidates.find('master')?.fields).toEqual({
      internal: false, phoneNumber: '1', email: 'm@example.com', tags: ['l'], location: { country: 'Italy' }, web: { linkedin: 'm', twitter: 'l' }, education: [{ degree: 'BA' }],
    });
  });

  it('tells of the loser’s end only when switched so, and of the master when something was filled', () => {
    const namesOf = (account: Account): readonly string[] => account.run(merge, AT).notifications.map(({ name }) => name);
    expect(namesOf(openAccount({}, {}))).toEqual([]);
    expect(namesOf(openAccount({ email: 'l@example.com' }, {}))).toEqual(['candidate.updated']);
    expect(namesOf(openAccount({}, {}, 'candidate.deleted'))).toEqual(['candidate.deleted']);
  });

  it('is logged: who went into whom, what moved and what is gone', () => {
    const { changes } = openAccount({ email: 'l@example.com' }, {}).run(merge, AT);
    expect(changes.map(({ op, entity, id, into, from, candidateId }) => [op, entity, id, into ?? from ?? candidateId])).toEqual([
      ['merged', 'candidate', 'loser', 'master'],
      ['deleted', 'application', 'loser0', 'loser'],
      ['deleted', 'attachment', 'loser file 0', 'loser'],
      ['updated', 'application', 'loser1', 'loser'],
      ['updated', 'attachment', 'loser file 1', 'loser'],
      ['updated', 'candidate', 'master', undefined],
    ]);
    expect(changes[0]?.before).toMatchObject({ email: 'l@example.com' });
  });

  it('needs two who are there', () => {
    const account = openAccount({}, {});
    expect(() => account.run({ ...merge, into: 'loser' }, AT)).toThrow('another one');
    expect(() => account.run({ ...merge, into: 'nobody' }, AT)).toThrow('nobody');
    expect(account.candidates.find('loser')).toBeDefined();
  });
});
