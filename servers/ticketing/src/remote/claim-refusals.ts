import { ToolError } from '@ashlar/kit/errors';
import { clip, quoted } from '@ashlar/kit/files';

/** Of trackers whose claims do not end. */
export function held(id: string, holder: string): ToolError {
  return new ToolError(
    'conflict',
    `${quoted(clip(id, 60))} is held by ${quoted(clip(holder, 60))}, with no end.`,
    {
      hint: 'Take another one: search_tickets with ready finds those that nobody holds.',
    },
  );
}

export function notHeld(id: string): ToolError {
  return new ToolError('conflict', `${quoted(clip(id, 60))} is not held by you.`, {
    hint: 'There is nothing to release.',
  });
}

export function isOver(id: string): ToolError {
  return new ToolError('conflict', `${quoted(clip(id, 60))} is closed: there is nothing left to do.`, {
    hint: 'Move it back with transition_ticket first, if there is.',
  });
}
