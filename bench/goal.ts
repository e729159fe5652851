/** One of the numbers to reach. Each measures on a stack of its own, with fresh data, and may be tried with another size. */
export interface Goal {
  readonly id: string;
  /** What is measured, and what must be reached. */
  readonly statement: string;
  /** How much of it, unless --size says otherwise. */
  readonly size: number;
  /** What the size counts. */
  readonly unit: string;
  measure(run: GoalRun): Promise<Outcome>;
}

export interface GoalRun {
  readonly size: number;
  readonly seed: number;
  /** How many times faster the ATS's seconds pass; each goal has its own standard. */
  readonly speed: number | undefined;
  /** Says what is going on and what was seen on the way. */
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly isMet: boolean;
  /** What is measured on is not there; the figure says what. */
  readonly isSkipped?: boolean;
  /** The figure, in one line. */
  readonly figure: string;
}
