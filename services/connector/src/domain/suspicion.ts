/** So many may always be asked for; beyond that, so large a share. */
const ALWAYS = 20;
const SHARE = 0.01;

/** Absence from a list is only a suspicion: each absent entity is asked for. Too many at once say more of us than of them, and a person decides. */
export function isTooMany(suspected: number, mirrored: number): boolean {
  return suspected > ALWAYS && suspected > mirrored * SHARE;
}
