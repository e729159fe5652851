import { hashWords, type Label } from './random';

const hex = (word: number): string => word.toString(16).padStart(8, '0');

export const hexOf = (...labels: readonly Label[]): string => hashWords(labels.join('|')).map(hex).join('');

/** The ATS's ids are UUIDs (API reference §3.3). The same labels give the same id. */
export const uuidOf = (...labels: readonly Label[]): string => {
  const digits = hexOf(...labels);
  const variant = '89ab'[parseInt(digits.slice(16, 17), 16) & 3] ?? '8';
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
};

/** User ids are 24 hexadecimal digits (API reference §3.3). */
export const userIdOf = (...labels: readonly Label[]): string => hexOf('user', ...labels).slice(0, 24);
