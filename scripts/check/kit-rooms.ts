import type { Rooms } from './rooms.ts';

/** The rooms of the kit from the ground up, and those that each knows: no more, and no fewer. */
export const KIT_ROOMS: Rooms = {
  errors: {
    holds: 'why a call fails, as far as a caller may know',
    knows: '',
  },
  visible: {
    holds: 'what would not be seen made seen',
    knows: '',
  },
  near: {
    holds: 'names that a mistyped one may have meant',
    knows: '',
  },
  needs: {
    holds: 'what a server cannot work without: a version of Node, packages of its user',
    knows: 'errors',
  },
  configured: {
    holds: 'files that an option names, and what is wrong in them',
    knows: 'errors',
  },
  canonical: {
    holds: 'JSON in the one form that hashes are made of',
    knows: '',
  },
  'json-text': {
    holds: 'data that is JSON already, written as it is',
    knows: '',
  },
  coalesced: {
    holds: 'once for all that happens within a time',
    knows: '',
  },
  files: {
    holds: 'the guard of the disk; writes that are whole or not at all',
    knows: 'errors',
  },
  log: {
    holds: 'JSON lines on stderr, with secrets redacted',
    knows: 'visible',
  },
  manifest: {
    holds: 'what the package.json of a server calls its program',
    knows: '',
  },
  context: {
    holds: 'who is calling, and what a tool gets beside its input',
    knows: 'log',
  },
  define: {
    holds: 'tools, resources, prompts and servers, as their authors write them',
    knows: 'context manifest',
  },
  reply: {
    holds: 'an answer in text, with a last line in the words of the server',
    knows: 'define',
  },
  options: {
    holds: 'flags, variables and help from one schema',
    knows: 'define manifest near',
  },
  record: {
    holds: 'the record of a call, and who keeps records',
    knows: 'context define errors json-text',
  },
  surface: {
    holds: 'what a server offers, as clients are shown it',
    knows: 'canonical define options record',
  },
  state: {
    holds: 'what instances share, in memory or in Redis',
    knows: 'context errors log manifest options',
  },
  limits: {
    holds: 'how much a caller may use',
    knows: 'context errors options record state',
  },
  approval: {
    holds: 'what a person is asked, and what their answer is good for',
    knows: 'context define errors log record surface visible',
  },
  identity: {
    holds: 'who is calling: tokens, keys, ended grants, what drifts',
    knows: 'context define errors log manifest options record state',
  },
  audit: {
    holds: 'a line of every call, in a chain: files and syslog',
    knows: 'canonical context define errors identity log manifest options record surface',
  },
  usage: {
    holds: 'what callers use, as metrics',
    knows: 'manifest record surface visible',
  },
  telemetry: {
    holds: 'spans of calls, for OpenTelemetry',
    knows: 'context define log manifest record surface visible',
  },
  'common-options': {
    holds: 'the options every server has',
    knows: 'approval audit identity limits log options',
  },
  host: {
    holds: 'a server that runs, with all that lives as long as the process',
    knows:
      'approval audit common-options context define limits log manifest options record state surface telemetry',
  },
  call: {
    holds: 'the path of every call, and what can be asked for',
    knows: 'approval context define errors host identity json-text limits log record state surface visible',
  },
  protocol: {
    holds: 'MCP: requests of either era, handed to the path of a call',
    knows: 'call context host identity manifest',
  },
  stdio: {
    holds: 'one client over standard input and output',
    knows: 'host json-text log protocol',
  },
  http: {
    holds: 'many clients over HTTP: the gate, its limits, probes, metrics',
    knows: 'common-options context define host identity limits options protocol record state surface usage',
  },
  run: {
    holds: 'a server as a program, from its options to its end',
    knows: 'common-options define errors host http log manifest options protocol stdio surface',
  },
  index: {
    holds: 'what a server imports as `@ashlar/kit`',
    knows: 'coalesced context define errors json-text log options reply run',
  },
  // What no server loads.
  build: {
    holds: 'a server as one bundle',
    knows: '',
  },
  bench: {
    holds: 'what servers are measured with',
    knows: '',
  },
  testing: {
    holds: 'real clients, and the contract suite',
    knows: 'common-options context define host identity log manifest options protocol surface',
  },
  generate: {
    holds: 'what restates the code of a server, made of it',
    knows: 'common-options define manifest options surface testing',
  },
};
