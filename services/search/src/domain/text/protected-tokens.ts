/**
 * Words with symbols that taking apart would lose: C++ is not C. Data, and part of the index: a change of it is a change of
 * ANALYSIS_VERSION.
 */

/** One exact token each: no stem, no parts. */
const ATOMIC = 'C++ C# F# .NET R&D AT&T H&M P&L M&A S&P Q&A A/B Objective-C B2B B2C J2EE k8s 802.11 401(k)'.split(' ');

/** Taken apart where ordinary words are, but with a protected part. */
const WITH_PARTS: readonly { readonly text: string; readonly parts: readonly string[] }[] = [
  { text: 'ASP.NET', parts: ['ASP', '.NET'] },
  { text: 'VB.NET', parts: ['VB', '.NET'] },
  { text: 'ADO.NET', parts: ['ADO', '.NET'] },
  { text: 'C/C++', parts: ['C', 'C++'] },
];

export interface ProtectedToken {
  readonly text: string;
  /** Its parts; none when it is atomic. */
  readonly parts: readonly string[];
}

const byText = new Map<string, ProtectedToken>(
  [...ATOMIC.map((text) => ({ text, parts: [] })), ...WITH_PARTS].map((token) => [token.text.toLowerCase(), token]),
);

/**
 * No letter or digit stands before it, and none after it, except a digit after one that ends in a symbol (C++17). Longest first,
 * case-blind.
 */
const PATTERN = new RegExp(
  [...byText.keys()]
    .sort((a, b) => b.length - a.length)
    .map((text) => `${escape(text)}${/[a-z0-9]$/.test(text) ? '(?![\\p{L}\\p{M}\\p{N}])' : '(?![\\p{L}\\p{M}])'}`)
    .join('|'),
  'iuy',
);

/** The protected token that begins at an index, if any. The caller knows what stands before. */
export function protectedTokenAt(text: string, index: number): ProtectedToken | undefined {
  PATTERN.lastIndex = index;
  const found = PATTERN.exec(text)?.[0];
  return found === undefined ? undefined : byText.get(found.toLowerCase());
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
