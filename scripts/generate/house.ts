import { join } from 'node:path';
import { table } from '../../shared/kit/src/generate/parts.ts';
import type { Graph } from '../check/circles.ts';
import { KIT_ROOMS } from '../check/kit-rooms.ts';
import { roomsOf } from '../check/rooms.ts';
import { readSource } from '../check/source.ts';
import { serverPackages, sourcesBelow } from '../check/workspace.ts';

/** Of the kit, what everybody may use, and what no server loads: left out of the picture. */
const NOT_DRAWN = [
  'errors',
  'visible',
  'near',
  'needs',
  'configured',
  'coalesced',
  'log',
  'manifest',
  'build',
  'bench',
  'generate',
  'testing',
];
/** What tools and their like are made with, beside the domain. */
const TOOLS = /^(?:tools|resources|prompts|show|context)$/;

/** The picture of the house, from the code's own imports. Arrows that follow from longer ways are left out: who knows a room may know what it knows. */
export function picture(root: string): string {
  const kit = new Map(
    [...roomsOf(root)]
      .filter(([room]) => !NOT_DRAWN.includes(room))
      .map(([room, knows]) => [room, knows.filter((name) => !NOT_DRAWN.includes(name))]),
  );
  const servers = serverRooms(root);
  return [
    '```mermaid',
    'flowchart TD',
    '  subgraph servers["each server"]',
    ...[...servers.keys()].map(node),
    '  end',
    '  subgraph kit["the kit"]',
    ...[...kit.keys()].map(node),
    '  end',
    ...arrows(new Map([...servers, ...kit])),
    '```',
  ].join('\n');
}

function node(room: string): string {
  return `    ${idOf(room)}["${room === 'index' ? '@ashlar/kit' : room}"]`;
}

/** Some names of ours are words of Mermaid's: `call`. */
function idOf(room: string): string {
  return `room-${room}`;
}

function arrows(graph: Graph): string[] {
  return [...graph].flatMap(([room, knows]) =>
    knows
      .filter((name) => !knows.some((other) => other !== name && leadsTo(graph, other, name)))
      .map((name) => `  ${idOf(room)} --> ${idOf(name)}`),
  );
}

/** In a graph without circles. */
function leadsTo(graph: Graph, from: string, to: string): boolean {
  return (graph.get(from) ?? []).some((next) => next === to || leadsTo(graph, next, to));
}

/** All servers laid over each other: main, server, tools, domain. */
function serverRooms(root: string): Graph {
  const knows = new Map<string, Set<string>>(
    ['main', 'server', 'tools', 'domain'].map((name) => [name, new Set()]),
  );
  for (const { folder } of serverPackages(root)) {
    for (const file of sourcesBelow(root, join(folder, 'src'))) {
      const from = roomIn(folder, file);
      for (const { target } of readSource(root, file).imports) {
        const to = target.startsWith('.') ? roomIn(folder, join(file, '..', target)) : kitRoom(target);
        if (to !== undefined && to !== from) knows.get(from)?.add(to);
      }
    }
  }
  return new Map([...knows].map(([room, names]) => [room, [...names].sort()]));
}

function roomIn(folder: string, file: string): string {
  const [room = ''] = file.replaceAll('\\', '/').slice(`${folder}/src/`.length).split('/');
  const name = room.replace(/\.ts$/, '');
  if (name === 'main' || name === 'server') return name;
  if (name === 'options') return 'server';
  return TOOLS.test(name) ? 'tools' : 'domain';
}

/** `@ashlar/kit/files` is the room `files`, and what has no name of its own is the whole. */
function kitRoom(target: string): string | undefined {
  const [, , room = 'index'] = target.split('/');
  return target.startsWith('@ashlar/kit') && !NOT_DRAWN.includes(room) ? room : undefined;
}

/** The table of the kit's rooms. */
export function rooms(root: string): string {
  const there = roomsOf(root);
  const rows = Object.entries(KIT_ROOMS)
    .filter(([room]) => there.has(room))
    .map(([room, { holds }]) => [`\`${room}\``, holds]);
  return table(['room of `shared/kit/src`', 'what it holds'], rows);
}
