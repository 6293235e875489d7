import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { TICKETS } from '../src/sqlite/schema.ts';
import { anew, somebody } from './own-desk.ts';
import { openDesk, testFolder } from './sqlite-desk.ts';

const ann = somebody('ann');
const { applicationId, migrations } = TICKETS;

it.each(migrations.map((_, at) => at))(
  'goes on with a file of version %i, and loses nothing of it',
  async (version) => {
    const file = join(testFolder(), 'tickets.db');
    const database = new Sqlite(file);
    for (const step of migrations.slice(0, version)) database.exec(step);
    if (version > 0) {
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${version}`);
      database.exec(`
      INSERT INTO tenant VALUES (1, 'named:acme');
      INSERT INTO project VALUES (1, 'OPS', 1);
      INSERT INTO ticket(row, tenant, project, number, rev, changed, title, body, status, author_id, author_name,
        author_role, created_at, updated_at)
      VALUES (1, 1, 'OPS', 1, 1, 1, 'Disk full', '', 'todo', 'ann', 'ann', 'member', 1, 1);`);
    }
    database.close();
    const { tracker } = await openDesk({ file });
    if (version === 0) await tracker.create(ann, { title: 'Disk full', body: '' }, anew());
    const bytes = Buffer.from('x');
    const kept = { name: 'x', type: 'text/plain', visibility: 'internal', sha256: '2d71', bytes } as const;
    await tracker.attach(ann, 'OPS-1', kept);
    expect(await tracker.get(ann, 'OPS-1')).toMatchObject({ title: 'Disk full', rev: '2', attachments: 1 });
  },
);

it('says what the operator can do where no file can be made', async () => {
  const inTheWay = join(testFolder(), 'a file');
  writeFileSync(inTheWay, '');
  await expect(openDesk({ file: join(inTheWay, 'tickets.db') })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.not.stringContaining('a file'),
    hint: expect.stringContaining('--file'),
  });
});
