interface Props {
  /** ISO 8601; absent when unknown. */
  readonly time: string | undefined;
}

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function Time({ time }: Props) {
  return time === undefined ? <>unknown</> : <time dateTime={time}>{format.format(new Date(time))}</time>;
}
