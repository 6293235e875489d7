import { refused } from '../engine/refusals.ts';
import { LONGEST_STATEMENT } from '../statement/gate.ts';
import { lex, type Token } from './lex.ts';

const BEGINS = ['SELECT', 'WITH', 'VALUES', 'TABLE'];
/** Functions that read files, wait, lock or count on, whatever the transaction; those behind are of plugins. */
const ACTS = new RegExp(
  `^(?:${[
    'LOAD_FILE|LOAD_DATA|SLEEP|BENCHMARK|GET_LOCK|RELEASE_LOCK|RELEASE_ALL_LOCKS|NEXTVAL|SETVAL',
    '(?:MASTER|SOURCE|WAIT)_\\w+|SYS_(?:EXEC|EVAL|SET|GET)|SET_FIREWALL\\w*|MYSQL_FIREWALL\\w*',
    '(?:FLUSH|LOAD)_REWRITE_RULES|(?:KEYRING|AUDIT_LOG|VERSION_TOKENS|SERVICE|GROUP_REPLICATION|ASYNCHRONOUS)_\\w+',
  ].join('|')})$`,
);

/**
 * No parser knows MySQL's and MariaDB's grammar for sure, but their words can be told apart, and what does more than
 * read cannot be said without certain of them. Throws `forbidden` with the rule.
 */
export function checkStatement(sql: string): void {
  if (sql.length > LONGEST_STATEMENT) throw refused(`is longer than ${LONGEST_STATEMENT} characters.`);
  if (sql.includes('\0')) throw refused('contains a NUL character.');
  const tokens = lex(sql);
  const first = tokens.find(({ text }) => text !== '(');
  if (first?.kind !== 'word' || !BEGINS.includes(first.text)) {
    throw refused(`does not begin with one of ${BEGINS.join(', ')}.`);
  }
  const last = tokens.findLastIndex(({ text }) => text !== ';');
  for (const [at, token] of tokens.slice(0, last + 1).entries()) {
    checkToken(token, tokens.slice(at + 1, at + 3));
  }
}

function checkToken({ kind, text }: Token, [next, afterNext]: Token[]): void {
  if (kind === 'executable')
    throw refused('contains a comment that MySQL executes, or a hint that may set variables.');
  if (text === ';') throw refused('holds more than one statement.');
  const name = text.toUpperCase();
  if ((kind === 'word' || kind === 'name') && ACTS.test(name) && next?.text === '(') {
    throw refused(`calls ${name.toLowerCase()}, which does more than read.`);
  }
  if (kind !== 'word') return;
  if (name === 'INTO') throw refused('SELECT … INTO writes a file or a variable.');
  if (name === 'FOR' && (next?.text === 'UPDATE' || next?.text === 'SHARE'))
    throw refused('FOR UPDATE locks rows.');
  if (name === 'LOCK' && next?.text === 'IN') throw refused('LOCK IN SHARE MODE locks rows.');
  if ((name === 'NEXT' || name === 'PREVIOUS') && next?.text === 'VALUE' && afterNext?.text === 'FOR') {
    throw refused('NEXT VALUE FOR moves a sequence.');
  }
}
