import { noted } from '../src/flow/noted.ts';
import { openDesk } from './sqlite-desk.ts';
import { people, trackerContract } from './tracker-contract.ts';

const reads = async () => {};
const readers = {
  ann: { ...people.ann, reads },
  bob: { ...people.bob, reads },
  stranger: { ...people.stranger, reads },
};

trackerContract('A tracker whose reading is noted', async () => ({
  tracker: noted((await openDesk()).tracker),
  ...readers,
}));
