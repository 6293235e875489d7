import { type Run, SERVERS } from './run.ts';
import type { Check } from './suite.ts';

/** Checks that some runs do not pass, or that do not apply to them, for one reason. */
export interface Exception {
  reason: string;
  /** Which runs; all where nothing is said. */
  of: { servers?: readonly Run['server'][]; transport?: Run['transport']; era?: Run['era'] };
  checks: readonly string[];
  /** Checks of something that a server has only for the suite: where it is missing, they say nothing of the server. */
  ofFixture?: true;
}

const DOMAIN = SERVERS.filter((server) => server !== 'everything');

/** There are only ever fewer: one that is passed and stands here fails the run, as one that is neither. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    reason: 'The lists of a server change with a restart only, so that it tells of no changes.',
    of: { era: '2026-07-28', transport: 'http', servers: DOMAIN },
    checks: [
      'server-stateless:sep-2575-server-sends-prompts-list-changed-on-subscription',
      'server-stateless:sep-2575-server-sends-tools-list-changed-on-subscription',
    ],
  },
  {
    reason: 'What has no events is answered in JSON, which the suite counts as neither passed nor failed.',
    of: { era: '2026-07-28', transport: 'http' },
    checks: ['server-sse-multiple-streams:server-sse-streams-functional'],
  },
  {
    reason: 'Over stdio a request that says no version is one of 2025, and is served as that.',
    of: { era: '2026-07-28', transport: 'stdio' },
    checks: [
      'server-stateless:sep-2575-request-meta-invalid-missing-meta',
      'server-stateless:sep-2575-request-meta-invalid-missing-protocol-version',
    ],
  },
  {
    reason: 'It has no prompts.',
    of: { servers: ['filesystem'] },
    checks: ['prompts-list:prompts-list'],
  },
  {
    reason: 'It has no prompts.',
    of: { servers: ['filesystem'], era: '2026-07-28' },
    checks: ['caching:sep-2549-prompts-list-caching-hints'],
  },
  {
    reason: 'It has one tool, which has no order.',
    of: { servers: ['hello'], era: '2026-07-28' },
    checks: ['tools-list:tools-list-deterministic-order'],
  },
  {
    reason: 'All its resources are templates.',
    of: { servers: ['filesystem', 'hello', 'sql'], era: '2026-07-28' },
    checks: ['caching:sep-2549-resources-read-caching-hints'],
  },
  {
    reason: 'Its resources cannot be watched.',
    of: { servers: ['hello', 'sql'], era: '2025-11-25' },
    checks: ['resources-subscribe:resources-subscribe', 'resources-unsubscribe:resources-unsubscribe'],
  },
  {
    reason: 'Messages to the user of a client are deprecated: it sends none.',
    of: { servers: DOMAIN, era: '2025-11-25' },
    checks: ['logging-set-level:logging-set-level'],
  },
  {
    reason: 'Looks for a tool, resource or prompt by a name that only the fixture has.',
    ofFixture: true,
    of: { servers: DOMAIN },
    checks: [
      'json-schema-2020-12:json-schema-2020-12-tool-found',
      'prompts-get-embedded-resource:prompts-get-embedded-resource',
      'prompts-get-simple:prompts-get-simple',
      'prompts-get-with-args:prompts-get-with-args',
      'prompts-get-with-image:prompts-get-with-image',
      'resources-read-binary:resources-read-binary',
      'resources-read-text:resources-read-text',
      'resources-templates-read:resources-templates-read',
      'tools-call-audio:tools-call-audio',
      'tools-call-embedded-resource:tools-call-embedded-resource',
      'tools-call-error:tools-call-error',
      'tools-call-image:tools-call-image',
      'tools-call-mixed-content:tools-call-mixed-content',
      'tools-call-simple-text:tools-call-simple-text',
      'tools-call-with-progress:tools-call-with-progress',
    ],
  },
  {
    reason: 'Looks for a tool, resource or prompt by a name that only the fixture has.',
    ofFixture: true,
    of: { servers: DOMAIN, era: '2025-11-25' },
    checks: [
      'elicitation-sep1034-defaults:elicitation-sep1034-general',
      'elicitation-sep1330-enums:elicitation-sep1330-general',
      'tools-call-elicitation:tools-call-elicitation',
      'tools-call-sampling:tools-call-sampling',
      'tools-call-with-logging:tools-call-with-logging',
    ],
  },
  {
    reason: 'Looks for a tool, resource or prompt by a name that only the fixture has.',
    ofFixture: true,
    of: { servers: DOMAIN, era: '2026-07-28' },
    checks: [
      'input-required-result-basic-elicitation:sep-2322-elicitation-incomplete',
      'input-required-result-basic-list-roots:sep-2322-list-roots-incomplete',
      'input-required-result-basic-sampling:sep-2322-sampling-incomplete',
      'input-required-result-capability-check:sep-2322-respect-client-capabilities',
      'input-required-result-ignore-extra-params:sep-2322-ignore-unexpected-params',
      'input-required-result-missing-input-response:sep-2322-missing-response-rerequests',
      'input-required-result-multi-round:sep-2322-multi-round-r1',
      'input-required-result-multiple-input-requests:sep-2322-multiple-inputs-incomplete',
      'input-required-result-non-tool-request:sep-2322-non-tool-incomplete',
      'input-required-result-request-state:sep-2322-request-state-incomplete',
      'input-required-result-result-type:sep-2322-result-type-included',
      'input-required-result-tampered-state:sep-2322-reject-tampered-state',
      'server-stateless:sep-2575-server-no-log-without-loglevel',
      'server-stateless:sep-2575-server-rejects-undeclared-capability',
    ],
  },
  {
    reason: 'Looks for a tool, resource or prompt by a name that only the fixture has.',
    ofFixture: true,
    of: { servers: DOMAIN, era: '2026-07-28', transport: 'http' },
    checks: [
      'server-stateless:sep-2575-http-server-no-independent-requests-on-stream',
      'server-stateless:sep-2575-missing-capability-http-400',
    ],
  },
  {
    reason: 'Looks for a tool, resource or prompt by a name that only the fixture has.',
    ofFixture: true,
    of: { servers: DOMAIN, era: '2025-11-25', transport: 'http' },
    checks: ['server-sse-polling:server-sse-disconnect-resume'],
  },
  {
    reason: 'None of its tools has a parameter that is a header too.',
    ofFixture: true,
    of: { servers: DOMAIN, era: '2026-07-28', transport: 'http' },
    checks: [
      'http-custom-header-server-validation:sep-2243-server-decode-base64',
      'http-custom-header-server-validation:sep-2243-server-no-xmcp-tool',
      'http-custom-header-server-validation:sep-2243-server-reject-invalid-param-chars',
      'http-custom-header-server-validation:sep-2243-server-reject-param-mismatch',
      'http-custom-header-server-validation:sep-2243-server-validate-param-match',
    ],
  },
];

/** The checks that a run is not expected to pass. */
export function exceptionsOf(run: Run): Set<string> {
  return new Set(EXCEPTIONS.filter(({ of }) => covers(of, run)).flatMap(({ checks }) => checks));
}

/** What is not as it is expected: checks that are neither passed nor an exception, and exceptions that are passed. */
export function surprises(run: Run, checks: readonly Check[]): string[] {
  const excepted = exceptionsOf(run);
  return [
    ...checks
      .filter(({ name, status }) => status !== 'passed' && !excepted.has(name))
      .map(({ name, status, why }) => `${name}: ${status}: ${why}`),
    ...[...excepted]
      .filter((name) => !checks.some((check) => check.name === name && check.status !== 'passed'))
      .map((name) => `${name}: is passed, or not made: take it out of the exceptions`),
  ];
}

/** Whether an exception is one of this run. */
export function covers({ servers, transport, era }: Exception['of'], run: Run): boolean {
  return (
    (servers?.includes(run.server) ?? true) &&
    (transport ?? run.transport) === run.transport &&
    (era ?? run.era) === run.era
  );
}
