import { type Profile } from '@secondlook/contracts';

import { toHeadline, toNameOrder } from './candidate-document';
import { currentOf } from './current';
import { toSearchedPerson, type SearchedPerson } from './person-document';
import { shownText } from './shown-text';

/** A profile of the public library in the index. */
export interface ProfileDocument extends Partial<SearchedPerson> {
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly deleted_time?: string;
  readonly shown?: ShownProfile;
  readonly id_codes?: readonly string[];
  readonly name_order?: string;
}

export interface ShownProfile {
  readonly name: string;
  readonly headline: string;
  readonly location: string;
  readonly urls: readonly string[];
  readonly source: string;
  readonly observed_date: string;
}

export function toProfileDocument(profile: Profile, now: Date): ProfileDocument {
  const { profileId: id, version, deleted, name, headline, location, positions, education, urls, source, observedDate } = profile;
  if (deleted) {
    return { id, version, deleted, deleted_time: now.toISOString() };
  }
  const [current] = currentOf(positions, now);
  return {
    id,
    version,
    deleted,
    shown: {
      name: shownText(name?.full ?? ''),
      headline: shownText(headline === '' ? toHeadline(current) : headline),
      location: shownText(location?.text ?? ''),
      urls,
      source,
      observed_date: observedDate,
    },
    ...toSearchedPerson({ name, headlines: [headline], places: location === undefined ? [] : [location], positions, education, skills: profile.skills, certifications: profile.certifications, languages: profile.languages, tags: [], resumes: [], otherAttachments: [], emails: profile.emails, phones: profile.phones, urls }, now),
    id_codes: [id.toLowerCase()],
    name_order: toNameOrder(name),
  };
}
