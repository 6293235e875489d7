import { createHash } from 'node:crypto';
import { NotVerified } from './not-verified.ts';
import type { PackedFiles } from './tarball.ts';

/** Where the statement stands in a package; the one file that it cannot speak of. */
export const SIGNATURE = 'tools.lock.sig';
export const LOCK = 'tools.lock.json';

const TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE = 'https://github.com/ashlar-mcp/ashlar/tools-lock/v1';

/** What a release says: these files are this version of this package, and this is all that it offers. In-toto, Statement v1. */
export interface Statement {
  _type: typeof TYPE;
  /** Every file of the package but the signature, by path. */
  subject: readonly { name: string; digest: { sha256: string } }[];
  predicateType: typeof PREDICATE;
  predicate: {
    name: string;
    version: string;
    /** The hash over all definitions, as `tools.lock.json` has it. */
    definitions: string;
  };
}

export function statementOf(files: PackedFiles, predicate: Statement['predicate']): Statement {
  const subject = [...files]
    .filter(([path]) => path !== SIGNATURE)
    .map(([name, content]) => ({ name, digest: { sha256: sha256(content) } }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { _type: TYPE, subject, predicateType: PREDICATE, predicate };
}

/** Throws `NotVerified` for what a key of ours has signed and is none of these statements: another key use, or a later form. */
export function requireStatement(data: unknown): Statement {
  const { _type, predicateType } = data as Partial<Statement>;
  if (_type === TYPE && predicateType === PREDICATE) return data as Statement;
  throw new NotVerified(`what ${SIGNATURE} says is of a form that this version of ashlar does not know`);
}

/** Throws `NotVerified` with the first file that is not as it was signed, is missing, or was added. */
export function requireFiles(files: PackedFiles, { subject }: Statement): void {
  const signed = new Map(subject.map(({ name, digest }) => [name, digest.sha256]));
  for (const [path, hash] of signed) {
    const content = files.get(path);
    if (content === undefined) throw new NotVerified(`${path} was signed, and is not there`);
    if (sha256(content) !== hash) throw new NotVerified(`${path} is not the file that was signed`);
  }
  for (const path of files.keys()) {
    if (path !== SIGNATURE && !signed.has(path))
      throw new NotVerified(`${path} is there, and was not signed`);
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
