import { type AtsAnswer } from '../source';

/** The next page of the webhook lists: they are bare arrays, and it is only in the Link header, as `page_id`. */
export function nextPageIn({ headers }: AtsAnswer): string | undefined {
  const next = /<[^>]*[?&]page_id=([^&>]+)[^>]*>;\s*rel="?next"?/.exec(String(headers['link'] ?? ''))?.[1];
  return next === undefined ? undefined : decodeURIComponent(next);
}
