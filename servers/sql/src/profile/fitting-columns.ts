import type { Profile } from './profile-table.ts';

/** The first columns of a profile, with their part of the sample, that fit so many bytes as JSON; one at least. */
export function fittingColumns(profile: Profile, bytes: number): Profile {
  const { columns, sample } = profile;
  let left = bytes;
  const beyond = columns.findIndex((column, at) => {
    const cells = sample.map((row) => row[at]);
    left -= Buffer.byteLength(JSON.stringify([column, cells]));
    return left < 0;
  });
  if (beyond === -1) return profile;
  const most = Math.max(1, beyond);
  return { ...profile, columns: columns.slice(0, most), sample: sample.map((row) => row.slice(0, most)) };
}
