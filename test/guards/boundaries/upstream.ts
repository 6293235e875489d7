import type { Boundary } from '../guard.ts';

/** Identity providers and trackers: trusted for what they are, and not to stay what they were. */
export const UPSTREAM: Boundary = {
  name: 'upstream',
  guards: [
    {
      name: 'provider-over-http',
      attack: 'Keys of a provider are exchanged on their way.',
      answer: 'Metadata and keys come over https, or from this machine.',
      file: 'shared/kit/src/identity/tokens/issuer.ts',
      code: "if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return url;",
      instead: 'if (url !== null || loopback) return url;',
      test: { file: 'shared/kit/test/identity/tokens.test.ts', title: 'must be https beyond this machine' },
    },
    {
      name: 'provider-of-another',
      attack: 'Metadata speak for another issuer (mix-up).',
      answer: 'They are not used (RFC 8414, 3.3).',
      file: 'shared/kit/src/identity/tokens/issuer.ts',
      code: "if (typeof named !== 'string' || withoutSlash(named) !== withoutSlash(issuer)) {",
      instead: "if (typeof named !== 'string') {",
      test: {
        file: 'shared/kit/test/identity/tokens.test.ts',
        title: 'that speaks for another one is not believed',
      },
    },
    {
      name: 'provider-moves',
      attack:
        'Somebody puts himself in the place of a provider, and its addresses or all its keys are others.',
      answer: 'The log, the audit and `/readyz` say so.',
      file: 'shared/kit/src/identity/tokens/issuer.ts',
      code: "if (moved.length > 0) changed('metadata', moved);",
      instead: '',
      test: {
        file: 'shared/kit/test/identity/drift.test.ts',
        title: 'that moves its keys is said, and which addresses',
      },
    },
    {
      name: 'long-answer',
      attack: 'A provider answers without an end.',
      answer: 'Not more than 512 KB of it are read.',
      file: 'shared/kit/src/identity/tokens/read-json.ts',
      code: 'if (bytes > maxBytes) throw',
      instead: 'if (bytes < 0) throw',
      test: {
        file: 'shared/kit/test/identity/introspection.test.ts',
        title: 'that %s lets nobody in, and it is not their fault',
        row: 'has no end',
      },
    },
    {
      name: 'tracker-leads-away',
      attack: 'A tracker answers with a redirect, to take the token elsewhere.',
      answer: 'No redirect is followed.',
      file: 'servers/ticketing/src/rest/wire.ts',
      code: "redirect: 'manual',",
      instead: '',
      test: {
        file: 'servers/ticketing/test/rest-tickets.test.ts',
        title: 'goes nowhere else: an answer that leads elsewhere is not followed',
      },
    },
    {
      name: 'path-of-a-tracker',
      attack: 'The id of a ticket is made to be another path of the tracker (`../`).',
      answer: 'A value is one segment of a path, encoded, or is refused.',
      file: 'servers/ticketing/src/rest/template.ts',
      code: "if (path.split('/').some((segment) => /^\\.{1,2}$/.test(segment))) throw notASegment();",
      instead: '',
      test: {
        file: 'servers/ticketing/test/rest-profile.test.ts',
        title: 'is one segment of the path, whatever it holds, or is refused',
      },
    },
    {
      name: 'forged-delivery',
      attack: 'Somebody sends what looks like a webhook.',
      answer: 'Its signature is verified over the bytes as they came, before they are read.',
      file: 'servers/ticketing/src/github/signature.ts',
      code: "return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());",
      instead: 'return true;',
      test: {
        file: 'servers/ticketing/test/github-webhook.test.ts',
        title: 'knows the signature of GitHub’s own example, and no other',
      },
    },
    {
      name: 'token-handed-on',
      attack: 'A caller’s token is handed on to something behind the server.',
      answer: 'It ends at the door: what goes on is the caller, without it.',
      file: 'shared/kit/src/http/web-exchange.ts',
      code: "return name === 'content-type' ||",
      instead: "return name !== '' ||",
      test: {
        file: 'shared/kit/test/http/web-exchange.test.ts',
        title: 'what the SDK is handed of a request holds no credential, and not its body once more',
      },
    },
    {
      name: 'delivery-again',
      attack: 'A webhook that was heard is sent again.',
      answer: 'Each is taken once, whatever it is called.',
      file: 'shared/kit/src/http/known-deliveries.ts',
      code: 'if (marks.some((mark) => this.#known.has(mark))) return;',
      instead: '',
      test: {
        file: 'shared/kit/test/http/deliveries.test.ts',
        title: 'that came before has no effect, under whatever name',
      },
    },
  ],
};
