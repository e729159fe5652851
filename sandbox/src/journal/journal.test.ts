import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Entry } from './entry';
import { openJournal } from './journal';

const header = { seed: 1, size: 10, origin: 'first' };
const entry = (id: string): Entry => ({ kind: 'command', at: 1, command: { type: 'removeCandidate', id } });

describe('the journal', () => {
  let folder = '';
  const file = (): string => join(folder, 'deeper', 'acme.jsonl');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was appended, and its first origin', () => {
    const journal = openJournal(file(), header);
    journal.append(entry('a'));
    journal.append(entry('b'));
    journal.close();
    const reopened = openJournal(file(), { ...header, origin: 'second' });
    expect(reopened.past).toEqual([entry('a'), entry('b')]);
    expect(reopened.origin).toBe('first');
    reopened.close();
  });

  it('has an entry on disk before append returns', () => {
    const journal = openJournal(file(), header);
    journal.append(entry('a'));
    expect(readFileSync(file(), 'utf8')).toContain('removeCandidate');
    journal.close();
  });

  it('forgets a line torn by a crash, and goes on behind the last whole one', () => {
    const journal = openJournal(file(), header);
    journal.append(entry('a'));
    journal.close();
    appendFileSync(file(), '{"kind":"comm');
    const reopened = openJournal(file(), header);
    expect(reopened.past).toEqual([entry('a')]);
    reopened.append(entry('b'));
    reopened.close();
    const again = openJournal(file(), header);
    expect(again.past).toEqual([entry('a'), entry('b')]);
    again.close();
  });

  it('refuses to be laid over another population', () => {
    openJournal(file(), header).close();
    expect(() => openJournal(file(), { ...header, seed: 2 })).toThrow('belongs to seed 1');
  });

  it('remembers nothing without a file', () => {
    const journal = openJournal(undefined, header);
    journal.append(entry('a'));
    expect(journal.past).toEqual([]);
    journal.close();
  });
});
