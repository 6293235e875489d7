import { ToolError } from '@ashlar/kit/errors';
import { quoted } from '@ashlar/kit/files';
import { noSuchProject, noSuchTicket } from '../tracker/refusals.ts';

/** A repository that the operator allows. */
export interface Repository {
  owner: string;
  name: string;
  /** What it is called in ids, `web` of `web-12`: the name, or `owner/name` where two have the same name. */
  key: string;
}

/** An issue of one of them. */
export interface Place {
  repository: Repository;
  number: number;
}

const FORM = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))\/([A-Za-z0-9._-]{1,100})$/;
const ID = /^(?:(?:(?<owner>[A-Za-z0-9-]+)\/)?(?<name>[A-Za-z0-9._-]+)[#-]|#)?(?<number>[1-9][0-9]{0,9})$/;

/** Throws `ToolError` (`invalid_input`) for what is not `owner/name`. */
export function repositoriesOf(named: readonly string[]): Repository[] {
  const pairs = [...new Map(named.map((one) => [one.toLowerCase(), pairOf(one)])).values()];
  return pairs.map(({ owner, name }) => {
    const isAlone = pairs.filter((other) => same(other.name, name)).length === 1;
    return { owner, name, key: isAlone ? name : `${owner}/${name}` };
  });
}

function pairOf(text: string): { owner: string; name: string } {
  const [, owner = '', name = ''] = FORM.exec(text) ?? [];
  if (owner === '' || /^\.{1,2}$/.test(name)) {
    throw new ToolError('invalid_input', `repo: ${quoted(text)} is not the name of a repository.`, {
      hint: 'Name it as owner/name.',
    });
  }
  return { owner, name };
}

/**
 * Where an id leads: `web-12`, as the tracker gives it, and what people write: `#12`, `web#12`, `acme/web#12`. Throws
 * `ToolError` (`not_found`) for any other repository, which is never asked.
 */
export function placeOf(repositories: readonly Repository[], id: string): Place {
  const { owner, name, number } = ID.exec(id.trim())?.groups ?? {};
  if (number === undefined) throw noSuchTicket(id);
  const fitting = repositories.filter(
    (one) => (name === undefined || same(one.name, name)) && (owner === undefined || same(one.owner, owner)),
  );
  const [repository] = fitting;
  if (repository === undefined || fitting.length > 1) throw noSuchTicket(id);
  return { repository, number: Number(number) };
}

export function idOf({ repository: { key }, number }: Place): string {
  return `${key}-${number}`;
}

/** The repository of a project: `web`, or `acme/web`. Throws `ToolError` (`not_found`). */
export function repositoryOf(repositories: readonly Repository[], project: string): Repository {
  const fitting = repositories.filter(
    ({ owner, name, key }) => same(key, project) || same(`${owner}/${name}`, project),
  );
  const [found] = fitting;
  if (found === undefined) {
    throw noSuchProject(
      project,
      repositories.map(({ key }) => key),
    );
  }
  return found;
}

/** GitHub takes capitals in names for the same. */
export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
