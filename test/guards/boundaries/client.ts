import type { Boundary } from '../guard.ts';

/** A program that speaks the protocol, or a page in a browser that tries to. */
export const CLIENT: Boundary = {
  name: 'client',
  guards: [
    {
      name: 'long-message',
      attack: 'A line without an end fills the memory of a stdio server.',
      answer: 'Past 10 MiB nothing of it is kept; it is answered, and the next message is read.',
      file: 'shared/kit/src/stdio/lines.ts',
      code: 'if (this.#length > this.#maxBytes) this.#chunks = [];\n    else if',
      instead: 'if',
      test: { file: 'shared/kit/test/stdio/stdio-wire.test.ts', title: 'of 50 MB is not kept' },
    },
    {
      name: 'stray-output',
      attack: 'A dependency writes to standard output, into the protocol.',
      answer: 'Standard output belongs to the protocol; whatever else is written there goes to the log.',
      file: 'shared/kit/src/stdio/claim-stdout.ts',
      code: "const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();",
      instead:
        "const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();\n    write(chunk);",
      test: { file: 'shared/kit/test/stdio/claim-stdout.test.ts', title: 'is written to by its stream only' },
    },
    {
      name: 'deep-body',
      attack: 'A body of 4 MB of brackets overflows whatever walks through it.',
      answer: 'More than 500 levels are refused before anything recurses.',
      file: 'shared/kit/src/http/refuse-deep.ts',
      code: 'if (!long || !deeperThan(request.body, MAX_DEPTH)) return next();',
      instead: 'return next();',
      test: {
        file: 'shared/kit/test/http/malformed-requests.test.ts',
        title: 'what is nested deeply is refused, and not an error of ours',
      },
    },
    {
      name: 'packed-deep-body',
      attack: 'Such a body is packed, and 200 bytes long.',
      answer: 'What is packed is looked through, however short it came.',
      file: 'shared/kit/src/http/refuse-deep.ts',
      code: 'packed !== undefined || Number(bytes)',
      instead: 'Number(bytes)',
      test: {
        file: 'shared/kit/test/http/malformed-requests.test.ts',
        title: 'what is nested deeply is refused also where it is packed, and its length says nothing',
      },
    },
    {
      name: 'rebound-name',
      attack: 'A page rebinds its own name to this machine and asks the local server (CVE-2025-66414).',
      answer: 'The Host of every request has to be a name of this server, on every bind.',
      file: 'shared/kit/src/http/app.ts',
      code: 'app.use(hostHeaderValidation(hosts), originValidation(hosts), scraped);',
      instead: 'app.use(originValidation(hosts), scraped);',
      test: {
        file: 'shared/kit/test/http/http-hosts.test.ts',
        title: 'may not be %j: a page whose name was rebound to this machine would say that',
      },
    },
    {
      name: 'foreign-page',
      attack: 'A page of another site sends requests through the browser of a user.',
      answer: 'An Origin that is a stranger’s is refused before anything else of the request is looked at.',
      file: 'shared/kit/src/http/app.ts',
      code: 'app.use(hostHeaderValidation(hosts), originValidation(hosts), scraped);',
      instead: 'app.use(hostHeaderValidation(hosts), scraped);',
      test: { file: 'shared/kit/test/http/http-hosts.test.ts', title: 'may not be %j' },
    },
    {
      name: 'two-readings',
      attack: 'Headers that a proxy judges by say something else than the body.',
      answer: 'A call whose `Mcp-Param-*` headers disagree with its arguments is refused.',
      file: 'shared/kit/src/http/parameter-headers.ts',
      code: 'if (wrong === undefined) return next();',
      instead: 'return next();',
      test: {
        file: 'shared/kit/test/http/parameter-headers.test.ts',
        title: 'may say nothing else, and nothing runs: %j, %j',
      },
    },
    {
      name: 'header-twice',
      attack:
        'A request has two `Authorization` or `Host` headers: a proxy judges by one, the server by the other.',
      answer: 'It is refused, whatever they say.',
      file: 'shared/kit/src/http/once-each.ts',
      code: 'if (twice === undefined) return next();',
      instead: 'return next();',
      test: {
        file: 'shared/kit/test/http/malformed-requests.test.ts',
        title: 'a request has %s once: of two, not everybody would take the same',
      },
    },
    {
      name: 'handle-made-up',
      attack: 'A handle (a cursor, an approval, a request state) is altered, or used by somebody else.',
      answer: 'It is encrypted, expires, and is bound to its caller and to what it is for.',
      file: 'shared/kit/src/state/handles.ts',
      code: 'const bound = Buffer.from(callerText(caller));',
      instead: "const bound = Buffer.from('');",
      test: {
        file: 'shared/kit/test/approval/approval-abuse.test.ts',
        title: 'of another caller is refused: another %s',
      },
    },
    {
      name: 'handle-for-ever',
      attack: 'A handle is kept and used a day later.',
      answer: 'Its end is sealed in it.',
      file: 'shared/kit/src/state/handles.ts',
      code: 'if (sealed === undefined || sealed.until <= Date.now()) return undefined;',
      instead: 'if (sealed === undefined) return undefined;',
      test: {
        file: 'shared/kit/test/call/handles.test.ts',
        title: 'seals for a tool what only the same tool opens, unaltered and in time',
      },
    },
  ],
};
