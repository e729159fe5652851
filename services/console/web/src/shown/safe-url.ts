/** An address that may be clicked: http or https and nothing else. Undefined for all others, which are shown as text. */
export function safeUrl(address: string): string | undefined {
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}
