import { createHash } from 'node:crypto';

const CHECKSUM_BYTES = 5;

const checksum = (place: Buffer): Buffer => createHash('sha256').update(place).digest().subarray(0, CHECKSUM_BYTES);

/** A page id looks like the ATS's: opaque base64 with padding, so that clients must encode it (API reference §3.1). */
export const formatPageCursor = (place: string): string => {
  const bytes = Buffer.from(place, 'utf8');
  const text = Buffer.concat([checksum(bytes), bytes]);
  // A length that is no multiple of three always ends in "=".
  const padded = text.length % 3 === 0 ? Buffer.concat([text, Buffer.from(' ')]) : text;
  return padded.toString('base64');
};

/** Undefined for anything the sandbox did not hand out itself. */
export const parsePageCursor = (pageId: string): string | undefined => {
  const bytes = Buffer.from(pageId, 'base64');
  const place = Buffer.from(bytes.subarray(CHECKSUM_BYTES).toString('utf8').trimEnd(), 'utf8');
  return checksum(place).equals(bytes.subarray(0, CHECKSUM_BYTES)) ? place.toString('utf8') : undefined;
};
