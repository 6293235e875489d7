// Run by the tests of PostgreSQL in processes of their own: one job each, with what came of it on stdout.
import { PostgresTracker } from '../src/postgres/postgres-tracker.ts';
import { DEFAULT_WORKFLOW } from '../src/rules/default-workflow.ts';
import { ownJobs } from './own-jobs.ts';

const [job = '', url = '', schema = '', ...args] = process.argv.slice(2);
const projects = ['OPS', 'WEB'];
const open = () =>
  PostgresTracker.open({ url, schema, projects, workflow: DEFAULT_WORKFLOW, connections: 4 });

await ownJobs(open, args)[job]?.();
