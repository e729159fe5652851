import { type Candidate } from '@secondlook/contracts';

import { personOf, wholeText } from '../candidate-document';
import { findStretches, toSearchedText, type SearchedText } from '../find-stretches';
import { toGroupValues, toHeld } from '../person-document';
import { type Positioned } from '../compile/leaf';
import { isStemmed, type EntryKind, type FieldGroup } from '../streams';
import { analyze } from '../text/analyze';
import { cleanText } from '../text/clean-text';

/** A text of a candidate, and where it is from. */
export interface ShownValue {
  /** As in "cur_title", "description", "job". */
  readonly field: string;
  readonly text: string;
  readonly searched: SearchedText;
  readonly attachmentId?: string;
  /** Of a document, the text of each page. */
  readonly pages?: readonly string[];
}

/** A position, a school or an application, with its texts by the name they have in it. */
export interface ShownEntry {
  readonly kind: EntryKind;
  readonly values: readonly ShownValue[];
  readonly isCurrent?: boolean;
  /** Of a school. */
  readonly gradYear?: number;
  readonly jobId?: string;
}

export interface ShownTexts {
  readonly values: readonly ShownValue[];
  readonly entries: readonly ShownEntry[];
}

/** Groups that repeat what others hold. */
const REPEATED: readonly FieldGroup[] = ['first_name', 'last_name', 'city', 'state', 'country', 'resume', 'other_attachment'];

/** Every text that a search of the candidate may have matched. */
export function textsOf(candidate: Candidate, jobTitles: ReadonlyMap<string, string>, now: Date): ShownTexts {
  const person = personOf(candidate, now);
  const held = toHeld(person.positions, now);
  const groups = toGroupValues(person, held);
  const names = Object.keys(groups).filter((name): name is FieldGroup => Object.hasOwn(groups, name));
  const documents = candidate.attachments.flatMap(({ attachmentId, type, text }): ShownValue[] =>
    text === undefined ? [] : [{ ...toValue(type === 'RESUME' ? 'resume' : 'other_attachment', wholeText(text), true), attachmentId, pages: text.pages }],
  );
  const values = names.filter((name) => name !== 'resume' && name !== 'other_attachment').flatMap((name) => groups[name].map((text) => toValue(name, text, isStemmed(name))));
  const jobs = candidate.applications.map(({ jobId, jobTitle }) => ({ jobId, value: toValue('job', jobTitles.get(jobId) ?? jobTitle, true) }));
  return {
    values: [...values, ...held.map(({ location }) => toValue('location', location, false)), ...jobs.map(({ value }) => value), ...documents].filter(({ text }) => text !== ''),
    entries: [
      ...held.map(({ title, company, description, tense }): ShownEntry => ({ kind: 'roles', isCurrent: tense === 'current', values: [toValue('title', title, true), toValue('company', company, false), toValue('description', description, true)] })),
      ...person.education.map(({ school, degree, major, end }): ShownEntry => ({ kind: 'schools', ...(/^\d{4}/.test(end) ? { gradYear: Number(end.slice(0, 4)) } : {}), values: [toValue('school', school, false), toValue('degree', degree, true), toValue('major', major, true)] })),
      ...candidate.applications.map(({ jobId, jobTitle, status, subStatus, sourceLabel, rejectionReason, withdrawalReason }): ShownEntry => ({
        kind: 'applications',
        jobId,
        values: [
          toValue('job', jobTitles.get(jobId) ?? jobTitle, true),
          toValue('status', status, false),
          toValue('substatus', subStatus, false),
          toValue('source', sourceLabel, false),
          toValue('rejection_reason', rejectionReason?.label ?? '', false),
          toValue('withdrawal_reason', withdrawalReason?.label ?? '', false),
        ],
      })),
    ],
  };
}

export function isRepeated({ field }: ShownValue): boolean {
  return REPEATED.some((name) => name === field) && field !== 'resume' && field !== 'other_attachment';
}

function toValue(field: string, text: string, stemmed: boolean): ShownValue {
  let searched: SearchedText | undefined;
  return {
    field,
    text,
    /** Taken apart when it is asked for: most texts of a page of hits are of no leaf. */
    get searched() {
      return (searched ??= toSearchedText(analyze(cleanText(text)), stemmed));
    },
  };
}

export function has(value: ShownValue, node: Positioned): boolean {
  return findStretches(node, value.searched).length > 0;
}
