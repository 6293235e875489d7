import { defineResource } from '@ashlar/kit';
import { callerOf } from '../context.ts';
import type { Desk } from '../open-tracker.ts';

const mimeType = 'application/json';

export const workflow = defineResource<Pick<Desk, 'tracker' | 'asks' | 'as'>>({
  name: 'workflow',
  title: 'Workflow',
  description: 'Statuses and where each may go, priorities, types and resolutions.',
  uri: 'tracker://workflow',
  mimeType,
  async read(uri, _variables, context) {
    const { tracker, signal } = context;
    const found = await tracker.workflow(callerOf(context), undefined, { signal });
    return { contents: [{ uri, mimeType, text: JSON.stringify(found) }] };
  },
});
