/** How far behind the ATS the mirror may be. */
export interface Lag {
  readonly mirroredUntilTime: Date | undefined;
  readonly pollingLagSeconds: number;
  readonly pollingOnly: boolean;
  readonly summary: string;
}

/** `isPaused`: by a person. `mirroredUntilTime`: when the last pass that is done began. Everything the lists showed by then is kept. */
export function describeLag(mirroredUntilTime: Date | undefined, pollingOnly: boolean, isPaused: boolean, everyMs: number, now: Date): Lag {
  const pollingLagSeconds = mirroredUntilTime === undefined ? 0 : Math.max(0, Math.round((now.getTime() - mirroredUntilTime.getTime()) / 1_000));
  const until = mirroredUntilTime === undefined ? 'The first pass is not done yet.' : `What its lists showed ${toText(pollingLagSeconds)} ago is mirrored.`;
  return { mirroredUntilTime, pollingLagSeconds, pollingOnly, summary: `${describeWays(pollingOnly, isPaused, toText(everyMs / 1_000))} ${until}` };
}

/** How changes are learned. */
function describeWays(pollingOnly: boolean, isPaused: boolean, every: string): string {
  if (isPaused) {
    return 'A person paused it: nothing is read. What webhooks tell meanwhile is kept for later.';
  }
  return pollingOnly
    ? `Nobody calls us: changes are learned by polling alone, every ${every}.`
    : `The ATS calls us when something changes; polling, every ${every}, finds what it did not tell.`;
}

function toText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
}
