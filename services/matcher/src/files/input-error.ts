/** Something a person must mend in a file or a command: exit code 2, and nothing is written. */
export class InputError extends Error {
  constructor(message: string, where?: { readonly file: string; readonly line?: number }) {
    const place = where === undefined ? '' : where.line === undefined ? `${where.file}: ` : `${where.file}:${where.line}: `;
    super(`${place}${message}`);
    this.name = 'InputError';
  }
}

/** What an error says; whatever was thrown. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
