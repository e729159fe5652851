import { NoSearch } from './session/no-search';
import { Rail } from './session/rail';
import { SignIn } from './session/sign-in';
import { useSession } from './session/use-session';
import { SearchPage } from './search/search-page';

export function App() {
  const { session, refusal, hasEnded, endSession, retry } = useSession();
  if (refusal !== undefined) {
    return (
      <main className="alone" role="alert">
        <p>{refusal.message}</p>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </main>
    );
  }
  if (session === undefined) {
    return (
      <main className="alone" role="status">
        <p>Loading…</p>
      </main>
    );
  }
  if (session.state === 'signed-out') {
    return <SignIn session={session} hasEnded={hasEnded} />;
  }
  return (
    <div className="layout">
      <Rail session={session} />
      <main>{session.maySearch ? <SearchPage onSessionEnded={endSession} /> : <NoSearch session={session} />}</main>
    </div>
  );
}
