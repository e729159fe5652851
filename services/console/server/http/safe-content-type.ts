/** What a browser may be told a file is: kinds it can only show or save, never run. */
const SAFE = new Set([
  'application/pdf',
  'application/msword',
  'application/rtf',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'image/gif',
  'image/jpeg',
  'image/png',
  'text/plain',
]);

export function safeContentType(claimed: string): string {
  const [type = ''] = claimed.toLowerCase().split(';');
  return SAFE.has(type.trim()) ? type.trim() : 'application/octet-stream';
}
