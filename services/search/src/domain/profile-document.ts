import { type Profile } from '@secondlook/contracts';

import { nameForms, toHeadline, toNameOrder, toValues } from './candidate-document';
import { isCurrent } from './current';
import { shownText } from './shown-text';
import { toTokenStreams, type TokenStreams } from './text/token-streams';

/** A profile of the public library in the index. */
export interface ProfileDocument {
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly deleted_time?: string;
  readonly shown?: ShownProfile;
  readonly text?: TokenStreams;
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
  const current = positions.find((position) => isCurrent(position, now));
  const exact = [...nameForms(name), ...positions.flatMap(({ company, location: place }) => [company, place]), ...education.map(({ school }) => school), location?.text ?? '', ...profile.languages];
  const running = [
    headline,
    ...positions.flatMap(({ title, description }) => [title, description]),
    ...education.flatMap(({ degree, major }) => [degree, major]),
    ...profile.skills,
    ...profile.certifications,
  ];
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
    text: toTokenStreams([...toValues(exact, false), ...toValues(running, true)]),
    name_order: toNameOrder(name),
  };
}
