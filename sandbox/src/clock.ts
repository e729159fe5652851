/** Real time, and how many times faster the ATS's own seconds, gaps and key lifetimes pass. */
export interface Clock {
  readonly now: () => number;
  readonly speed: () => number;
  setSpeed(speed: number): void;
}

export const createClock = (now: () => number, initialSpeed: number): Clock => {
  let speed = initialSpeed;
  return { now, speed: () => speed, setSpeed: (next) => void (speed = next) };
};
