import { dirname, join, normalize } from 'node:path';
import { circlesIn, type Graph } from './circles.ts';
import { KIT_ROOMS } from './kit-rooms.ts';
import { readSource } from './source.ts';
import { sourcesBelow } from './workspace.ts';

/** What a room holds, and the rooms it knows, by a type or at run time. */
export type Rooms = Readonly<Record<string, { holds: string; knows: string }>>;

/** Where the rooms of the kit are: a folder, or a file beside the folders, is a room. */
const KIT = 'shared/kit/src';

/** The rooms of the kit as its own imports have them, types counted. */
export function roomsOf(root: string): Graph {
  const known = new Map<string, Set<string>>();
  for (const [file, targets] of kitGraph(root)) {
    const knows = known.get(roomOf(file)) ?? new Set();
    for (const target of targets) if (roomOf(target) !== roomOf(file)) knows.add(roomOf(target));
    known.set(roomOf(file), knows);
  }
  return new Map([...known].map(([room, knows]) => [room, [...knows].sort()]));
}

/**
 * Nobody in the kit knows whom the table does not let it know, nothing of the table is unused, and neither rooms nor
 * files know each other in a circle: a type counts, because who reads one has to read the other.
 */
export function wrongRooms(root: string, table: Rooms = KIT_ROOMS): string[] {
  const allowed: Graph = new Map(Object.entries(table).map(([room, { knows }]) => [room, knows.split(' ')]));
  const graph = kitGraph(root);
  const steps = [...graph].flatMap(([file, targets]) =>
    targets.flatMap((target) => wrongStep(file, target, allowed)),
  );
  return [
    ...new Set(steps),
    ...[...roomsOf(root)].flatMap(([room, knows]) => wrongPlace(room, knows, allowed)),
    ...circlesIn(graph).map((circle) => `a circle of imports, types counted: ${circle}`),
    ...circlesIn(allowed).map((circle) => `a circle of rooms: ${circle}`),
  ];
}

function wrongStep(file: string, target: string, allowed: Graph): string[] {
  if (!target.startsWith(`${KIT}/`)) return [`${file} leaves the kit: ${target}`];
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to || allowed.get(from)?.includes(to) !== false) return [];
  return [`${file} may not import ${target}: ${from} does not know ${to}`];
}

function wrongPlace(room: string, knows: readonly string[], allowed: Graph): string[] {
  const may = allowed.get(room);
  if (may === undefined) return [`${KIT}: ${room} has no place in the table of rooms`];
  return may
    .filter((name) => name !== '' && !knows.includes(name))
    .map((name) => `${KIT}: ${room} may know ${name} and does not: take it out of the table of rooms`);
}

function kitGraph(root: string): Graph {
  return new Map(
    sourcesBelow(root, KIT).map((file) => {
      const inside = readSource(root, file).imports.filter(({ target }) => target.startsWith('.'));
      return [file, inside.map(({ target }) => normalize(join(dirname(file), target)).replaceAll('\\', '/'))];
    }),
  );
}

function roomOf(file: string): string {
  const [room = ''] = file.slice(KIT.length + 1).split('/');
  return room.replace(/\.\w+$/, '');
}
