import { type SignedIn } from '../../../server/http/answers';

interface Props {
  readonly session: SignedIn;
}

/** Whose page this is, and the way out. */
export function Rail({ session: { displayName, tenantId, formToken } }: Props) {
  return (
    <header className="rail">
      <p className="brand">Secondlook</p>
      <div className="account">
        <p>
          <bdi>{displayName}</bdi>
          <small>{tenantId}</small>
        </p>
        <form method="post" action="/sign-out">
          <input type="hidden" name="formToken" value={formToken} />
          <button type="submit">Sign out</button>
        </form>
      </div>
    </header>
  );
}
