import { releasedOf } from './released.ts';

// An output of a step of the release, for the jobs that come after it.
console.log(`servers=${JSON.stringify(releasedOf(process.env.PUBLISHED ?? ''))}`);
