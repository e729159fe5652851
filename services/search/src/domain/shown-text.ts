const MAX_CODE_POINTS = 1_000;

/** What a hit shows of a text: a page of hits must fit into an answer, whatever somebody typed as a name. The candidate's own page shows all of it. */
export function shownText(text: string): string {
  if (text.length <= MAX_CODE_POINTS) {
    return text;
  }
  const codePoints = Array.from(text.slice(0, 2 * MAX_CODE_POINTS + 2));
  return codePoints.length <= MAX_CODE_POINTS ? text : `${codePoints.slice(0, MAX_CODE_POINTS).join('')}…`;
}
