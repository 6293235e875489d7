import {
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/server';

type Handler = Parameters<Server['_wrapHandler']>[1];

/**
 * The SDK's server, which tells a client in one line what is wrong with a request: the SDK would send the report
 * of its schema library as it is, over many lines, and some of it as an error of ours.
 */
export class ProtocolServer extends Server {
  /** Over HTTP a server ends with every request, with an error that hardly anybody gets: its stack is not taken. */
  override _onclose(): void {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super._onclose();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, handler);
    return async (request: JSONRPCRequest, context) => {
      try {
        refuseOtherVersion(context, this.getNegotiatedProtocolVersion());
        return await wrapped(request, context);
      } catch (error) {
        throw withOneLine(error);
      }
    };
  }
}

/** The first version in which each request says its own; before, what a client says there means nothing. */
const FIRST_WITH_ENVELOPE = '2026-07-28';

/**
 * Over stdio the SDK looks at the version of a connection's first request only, and would answer a later one in the
 * form of another version than it asks for (specification, basic/versioning).
 */
function refuseOtherVersion({ mcpReq }: ServerContext, served: string | undefined): void {
  const envelope = (mcpReq.envelope ?? {}) as Readonly<Record<string, unknown>>;
  const requested = envelope[PROTOCOL_VERSION_META_KEY];
  if (typeof requested !== 'string' || requested === served) return;
  if (served === undefined || served < FIRST_WITH_ENVELOPE) return;
  throw new UnsupportedProtocolVersionError({ supported: [served], requested });
}

interface Issue {
  path: (string | number)[];
  message: string;
}

/** The report of the schema library within a message: a JSON list of what is wrong. */
const REPORT = /^(?:Invalid \S+ request: )?(?<issues>\[\s*\{[\s\S]*\])$/;

function withOneLine(error: unknown): unknown {
  const issues = issuesIn(error);
  const [first] = issues;
  if (first === undefined) return error;
  const more = issues.length > 1 ? `; and ${issues.length - 1} more` : '';
  const what = first.message.replace(/^Invalid input: /, '');
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `${first.path.join('.') || 'request'}: ${what}${more}.`,
  );
}

function issuesIn(error: unknown): Issue[] {
  const report = error instanceof Error ? REPORT.exec(error.message)?.groups?.issues : undefined;
  if (report === undefined) return [];
  try {
    return (JSON.parse(report) as Partial<Issue>[]).filter(isIssue);
  } catch {
    return [];
  }
}

function isIssue(value: Partial<Issue>): value is Issue {
  return Array.isArray(value.path) && typeof value.message === 'string';
}
