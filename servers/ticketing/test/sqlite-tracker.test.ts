import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { indexedWord } from '../src/rules/indexed-word.ts';
import type { TenantNumber } from '../src/rules/rules.ts';
import { Store } from '../src/sqlite/store.ts';
import type { Who } from '../src/tracker/tenant.ts';
import { ownContract } from './own-contract.ts';
import { anew, somebody } from './own-desk.ts';
import { ownProperties } from './own-properties.ts';
import { ownSearch } from './own-search.ts';
import { openDesk } from './sqlite-desk.ts';

const [ann, bob] = [somebody('ann'), somebody('bob')];

ownContract('the embedded tracker', openDesk);
ownProperties('the embedded tracker', openDesk);
ownSearch('the embedded tracker', openDesk);

it('has a file in which nothing of one tenant can belong to a ticket of another', async () => {
  const { tracker, file } = await openDesk();
  await tracker.create(ann, { title: 'mine', body: '' }, anew());
  const store = await Store.open({ file, rules: { projects: ['OPS'], workflow: DEFAULT_WORKFLOW } });
  onTestFinished(() => store.close());
  const label = (who: Who) =>
    store.write(who, ({ run, tenant }) =>
      run('INSERT INTO label(tenant, ticket, name) VALUES (?, 1, ?)', tenant, 'x'),
    );
  await expect(label(somebody('eve', 'globex'))).rejects.toThrow('FOREIGN KEY');
  await expect(label(bob)).resolves.toBeDefined();
});

it('gives each tenant words of its own, so that nothing of one is found or weighed by another', async () => {
  const { tracker, file } = await openDesk();
  for (const tenant of ['acme', 'globex']) {
    await tracker.create(somebody('ann', tenant), { title: 'Secret plan', body: 'plan' }, anew());
  }
  const database = new Sqlite(file, { readonly: true });
  onTestFinished(() => void database.close());
  const terms = database.prepare("SELECT term, doc FROM vocabulary WHERE term LIKE '%plan'").all();
  expect(terms).toEqual(
    [1, 2].map((tenant) => ({ term: indexedWord(tenant as TenantNumber, 'plan'), doc: 1 })),
  );
  expect(new Set(terms.map((row) => (row as { term: string }).term)).size).toBe(2);
});
