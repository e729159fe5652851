import { type SignedOut } from '../../../server/http/answers';
import { toWords } from '../shown/words';

interface Props {
  readonly session: SignedOut;
  readonly hasEnded: boolean;
}

/** The sample users of a development installation; choosing one signs in. */
export function SignIn({ session: { users, formToken }, hasEnded }: Props) {
  const tenants = [...new Set(users.map(({ tenantId }) => tenantId))];
  return (
    <main className="alone">
      <h1 className="brand">Secondlook</h1>
      {hasEnded && <p role="alert">Your session has ended. Please sign in again.</p>}
      <p>This is a development installation: choose who to be. No password is asked for.</p>
      {users.length === 0 && <p>The identity provider lists nobody.</p>}
      <form method="post" action="/sign-in">
        <input type="hidden" name="formToken" value={formToken} />
        <input type="hidden" name="returnTo" value={window.location.search} />
        {tenants.map((tenantId) => (
          <fieldset key={tenantId}>
            <legend>{tenantId}</legend>
            <ul className="people">
              {users
                .filter((user) => user.tenantId === tenantId)
                .map(({ userId, displayName, role }) => (
                  <li key={userId}>
                    <button type="submit" name="userId" value={userId}>
                      <bdi>{displayName}</bdi>
                      <small>{toWords(role)}</small>
                    </button>
                  </li>
                ))}
            </ul>
          </fieldset>
        ))}
      </form>
    </main>
  );
}
