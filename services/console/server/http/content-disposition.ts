const MAX_CODE_POINTS = 150;
/** Controls, marks that turn the direction of writing (`cv⟨RLO⟩fdp.exe`), and what some system takes for a path. */
const UNSAFE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029/\\:*?"<>|]/gu;
/** RFC 8187: what may stand unencoded, less what encodeURIComponent leaves anyway. */
const LEFT_BY_ENCODING = /['()*]/g;

/** `attachment` with the file's name as RFC 6266 and RFC 8187 say it: plain for old browsers, encoded for all others. */
export function contentDisposition(fileName: string): string {
  const name = toSafeName(fileName);
  const plain = name.replaceAll(/[^\x20-\x7e]|[%;]/gu, '_');
  const encoded = encodeURIComponent(name).replaceAll(LEFT_BY_ENCODING, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function toSafeName(fileName: string): string {
  const safe = Array.from(fileName.toWellFormed().replaceAll(UNSAFE, '_').trim());
  const dot = safe.lastIndexOf('.');
  const extension = dot > 0 && safe.length - dot <= 10 ? safe.slice(dot) : [];
  const stem = safe.slice(0, safe.length - extension.length).slice(0, MAX_CODE_POINTS - extension.length);
  const name = [...stem, ...extension].join('');
  // Names of dots alone mean folders.
  return /^\.*$/.test(name) ? 'attachment' : name;
}
