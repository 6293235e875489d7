/** What was measured of the server that this one was. It is the last section but for those that follow in turn. */
const NUMBERS = /^## Numbers\n[\s\S]*?(?=^## |(?![\s\S]))/m;

/** The README of a repository that begins: without figures that are not its own, and with how to work on it. */
export function ownReadme(text: string, server: string): string {
  return `${text.replace(NUMBERS, '').trimEnd()}\n\n${workingOnIt(server)}`;
}

function workingOnIt(server: string): string {
  return `## Working on it

\`\`\`sh
npm install --ignore-scripts
npm test
npm run generate         # after a change of a tool, an option or the version
npm run bench            # what it costs, here
npx changeset            # what users will notice
npm run release:version  # the next version, and what is new in it
\`\`\`

A tool is a file in \`src/tools\`, named in \`src/server.ts\`, with a call of it in \`test/contract.test.ts\`.

It began as a fork of [@ashlar/${server}](https://github.com/ashlar-mcp/ashlar/tree/main/servers/${server}), whose notice
\`LICENSE\` keeps.
`;
}
