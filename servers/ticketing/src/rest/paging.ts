import type { Paging } from './profile-lists.ts';

/** Parameters of a page, counted from 1; each is as long as the tracker gives them, or as `limit` says. */
export function pageQuery(paging: Paging, page: number, limit = paging.most): Record<string, string> {
  return {
    [paging.limit]: String(limit),
    ...('page' in paging ? { [paging.page]: String(page) } : { [paging.offset]: String((page - 1) * limit) }),
  };
}
