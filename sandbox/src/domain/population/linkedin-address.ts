import { type Random } from '../random';

const capitalised = (handle: string): string =>
  handle
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('-');

/** The address as the library writes it. */
export const canonicalLinkedinAddress = (handle: string): string => `https://www.linkedin.com/in/${encodeURIComponent(handle)}`;

const spellings: readonly { readonly share: number; readonly write: (handle: string) => string }[] = [
  { share: 30, write: canonicalLinkedinAddress },
  { share: 12, write: (handle) => `https://www.linkedin.com/in/${handle}/` },
  { share: 14, write: (handle) => `linkedin.com/in/${handle}` },
  { share: 8, write: (handle) => `www.linkedin.com/in/${encodeURIComponent(handle)}/` },
  { share: 8, write: (handle) => `http://www.linkedin.com/in/${encodeURIComponent(handle)}` },
  { share: 7, write: (handle) => `https://de.linkedin.com/in/${encodeURIComponent(handle)}` },
  { share: 4, write: (handle) => `https://uk.linkedin.com/in/${encodeURIComponent(handle)}/en` },
  { share: 6, write: (handle) => `${canonicalLinkedinAddress(handle)}?trk=public_profile` },
  { share: 4, write: (handle) => `${canonicalLinkedinAddress(handle)}/?originalSubdomain=fr` },
  { share: 4, write: (handle) => `https://www.LinkedIn.com/in/${capitalised(handle)}` },
  { share: 3, write: (handle) => `HTTPS://WWW.LINKEDIN.COM/IN/${encodeURIComponent(handle).toUpperCase()}` },
];

/** One of the many ways people paste their address. All lead to the same page. */
export const spellLinkedinAddress = (handle: string, random: Random): string => random.pickWeighted(spellings).write(handle);
