import { createServer } from 'node:http';

export interface ToyPerson {
  readonly id: string;
  readonly name: string;
  readonly changed: string;
  readonly applied: readonly { readonly opening: string; readonly state: string }[];
}

/** An ATS that has nothing in common with SmartRecruiters but that people apply for jobs: no webhooks, no audit, pages by number. */
export async function startToyAts(token: string) {
  const people = new Map<string, ToyPerson>();
  const openings = new Map([['o1', { id: 'o1', label: 'Toymaker', changed: new Date(0).toISOString() }]]);
  const page = (all: readonly { readonly id: string; readonly changed: string }[], query: URLSearchParams) => {
    const [size, number] = [2, Number(query.get('page') ?? 0)];
    const items = all.filter(({ changed }) => changed >= (query.get('since') ?? ''));
    return { items: items.slice(number * size, (number + 1) * size).map(({ id, changed }) => ({ id, changed })), more: items.length > (number + 1) * size, count: items.length };
  };
  const answerTo = ({ pathname, searchParams }: URL): unknown => {
    const [, list, id] = pathname.split('/');
    if (list === 'whoami') {
      return { account: 'toy-1', name: 'Toys of Tomorrow' };
    }
    const all = list === 'people' ? people : openings;
    return id === undefined ? page([...all.values()], searchParams) : all.get(decodeURIComponent(id));
  };
  const server = createServer((request, response) => {
    const body = request.headers.authorization === `Toy ${token}` ? answerTo(new URL(request.url ?? '/', 'http://toy')) : undefined;
    const status = request.headers.authorization === `Toy ${token}` ? (body === undefined ? 404 : 200) : 401;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    put: (person: Omit<ToyPerson, 'changed'>) => people.set(person.id, { ...person, changed: new Date().toISOString() }),
    remove: (id: string) => people.delete(id),
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
