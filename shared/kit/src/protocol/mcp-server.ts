import type { CompleteRequest, Server } from '@modelcontextprotocol/server';
import { call } from '../call/call.ts';
import {
  completionOperation,
  promptOperation,
  resourceOperation,
  toolOperation,
  unknownPrompt,
  unknownResource,
  unknownTool,
} from '../call/operations.ts';
import type { Host } from '../host/host.ts';
import { mayUse } from '../identity/permit.ts';
import { commandOf } from '../manifest.ts';
import { exchangeOf, type Peer } from './exchange-of.ts';
import { ProtocolServer } from './protocol-server.ts';

/** Milliseconds a client may keep what a server lists, where it changes only with a restart. */
const LIST_TTL_MS = 5 * 60_000;

/**
 * The protocol's side of a server: the SDK's dispatch, with every request handed to the path of a call.
 * Made anew for each connection (stdio, a session) or request (HTTP), so it holds nothing of its own.
 */
export function createMcpServer(host: Host, peer: Peer): Server {
  const { server: definition, surface, instructions } = host;
  const watchable = [...surface.resources.values()].some(({ definition: { watch } }) => watch !== undefined);
  const pushes = peer.era === 'modern' || peer.push;
  const subscribe = watchable && pushes;
  const changing = pushes && definition.changes !== undefined && { listChanged: true };
  const always = { ttlMs: LIST_TTL_MS, cacheScope: 'private' } as const;
  const list = definition.changes === undefined ? always : ({ ...always, ttlMs: 0 } as const);
  const server = new ProtocolServer(
    { name: commandOf(definition), title: definition.title, version: definition.manifest.version },
    {
      instructions,
      capabilities: {
        tools: { ...changing },
        ...(definition.tells === true && { logging: {} }),
        ...(surface.resources.size > 0 && { resources: { subscribe, ...changing } }),
        ...(surface.prompts.size > 0 && { prompts: { ...changing } }),
        ...(completes(host) && { completions: {} }),
      },
      cacheHints: {
        'tools/list': list,
        'resources/list': list,
        'resources/templates/list': list,
        'prompts/list': list,
        'server/discover': always,
      },
    },
  );
  serveTools(host, peer, server);
  if (surface.resources.size > 0) serveResources(host, peer, server);
  if (surface.prompts.size > 0) servePrompts(host, peer, server);
  if (completes(host)) serveCompletion(host, peer, server);
  return server;
}

function serveTools(host: Host, peer: Peer, server: Server): void {
  server.setRequestHandler('tools/list', (_, context) => ({
    tools: [...host.surface.tools.values()]
      .filter(({ definition }) => mayUse(host, peer.callerOf(context), definition.access))
      .map(({ listed }) => listed),
  }));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const { tools } = host.surface;
    const tool = tools.get(params.name);
    const operation =
      tool === undefined
        ? unknownTool(params.name, [...tools.keys()])
        : toolOperation(tool, params.arguments);
    return call(host, operation, exchangeOf(server, peer, context));
  });
}

function serveResources(host: Host, peer: Peer, server: Server): void {
  const offered = () => [...host.surface.resources.values()];
  server.setRequestHandler('resources/list', () => ({
    resources: offered().flatMap(({ listed }) => ('resource' in listed ? [listed.resource] : [])),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: offered().flatMap(({ listed }) => ('template' in listed ? [listed.template] : [])),
  }));
  server.setRequestHandler('resources/read', ({ params: { uri } }, context) => {
    for (const resource of offered()) {
      const variables = resource.match(uri);
      if (variables === undefined) continue;
      return call(host, resourceOperation(resource, uri, variables), exchangeOf(server, peer, context));
    }
    return call(host, unknownResource(uri), exchangeOf(server, peer, context));
  });
}

function servePrompts(host: Host, peer: Peer, server: Server): void {
  server.setRequestHandler('prompts/list', () => ({
    prompts: [...host.surface.prompts.values()].map(({ listed }) => listed),
  }));
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const prompt = host.surface.prompts.get(params.name);
    const operation = prompt === undefined ? unknownPrompt() : promptOperation(prompt, params.arguments);
    return call(host, operation, exchangeOf(server, peer, context));
  });
}

function serveCompletion(host: Host, peer: Peer, server: Server): void {
  server.setRequestHandler('completion/complete', ({ params: { ref, argument } }, context) => {
    const operation = completionOperation(
      argument.name,
      completerOf(host, ref, argument.name),
      argument.value,
    );
    return call(host, operation, exchangeOf(server, peer, context));
  });
}

function completerOf({ surface }: Host, ref: CompleteRequest['params']['ref'], argument: string) {
  const owner = ref.type === 'ref/prompt' ? surface.prompts.get(ref.name) : surface.resources.get(ref.uri);
  const complete = owner?.definition.complete;
  return complete !== undefined && Object.hasOwn(complete, argument) ? complete[argument] : undefined;
}

function completes({ surface }: Host): boolean {
  return [...surface.resources.values(), ...surface.prompts.values()].some(
    ({ definition }) => definition.complete !== undefined,
  );
}
