import { type SignedIn } from '../../../server/http/answers';
import { listWords, toWords } from '../shown/words';

interface Props {
  readonly session: SignedIn;
}

export function NoSearch({ session: { roles, rolesThatMaySearch } }: Props) {
  const own = roles.length === 0 ? 'no role' : `the role ${listWords(roles.map(toWords), 'and')}`;
  return (
    <>
      <h1>You may not search</h1>
      <p>
        You have {own}. Candidates and profiles can be searched with the role {listWords(rolesThatMaySearch.map(toWords), 'or')}: ask whoever manages
        roles in your company, or sign out and sign in as somebody else.
      </p>
    </>
  );
}
