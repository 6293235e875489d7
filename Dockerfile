# One file for every server: docker build --build-arg SERVER=filesystem -t ashlar-filesystem .
# docs/deploy.md tells how to run it, and `npm run container:rehearse` tries that.
FROM node:24-bookworm-slim AS house
WORKDIR /house
# What the lockfile names, fetched again only when it changes.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY scripts/pnpm.mjs scripts/
COPY scripts/setup scripts/setup
RUN node scripts/pnpm.mjs fetch
COPY . .
# Sets up and builds everything, once for all servers.
RUN npm start --silent -- hello --version

FROM house AS server
ARG SERVER
# Packages that the server loads only where they are installed: DRIVERS="pg@8.23.1 ioredis@6.0.0"
ARG DRIVERS=""
RUN [ -z "$DRIVERS" ] || node scripts/pnpm.mjs --filter "@ashlar/$SERVER" add --save-prod --save-exact $DRIVERS
# The bundle, and beside it what cannot be bundled, as the lockfile has it.
RUN node scripts/pnpm.mjs --filter "@ashlar/$SERVER" --config.inject-workspace-packages=true deploy --prod /server
# A native module comes for every system, and with its sources.
RUN rm -rf /server/node_modules/.pnpm/better-sqlite3@*/node_modules/better-sqlite3/deps \
 && find /server/node_modules -path '*/prebuilds/*' ! -name "linux-$(node -p process.arch).node" -delete
RUN mkdir /empty

FROM gcr.io/distroless/nodejs24-debian12:nonroot
ARG SERVER
# The registry of MCP takes an image for a server's own by its name.
LABEL io.modelcontextprotocol.server.name="io.github.ashlar-mcp/$SERVER" \
      org.opencontainers.image.title="@ashlar/$SERVER" \
      org.opencontainers.image.source="https://github.com/ashlar-mcp/ashlar" \
      org.opencontainers.image.licenses="MIT"
COPY --from=server --chown=root:root /server /server
# A volume takes over who may write to the folder it is mounted at.
COPY --from=server --chown=65532:65532 /empty /data
COPY --from=server --chown=65532:65532 /empty /state
# The only place where a server keeps anything of its own.
ENV XDG_DATA_HOME=/state XDG_STATE_HOME=/state XDG_CACHE_HOME=/state
WORKDIR /data
# By its number, which is all that Kubernetes can tell from root.
USER 65532:65532
# Node is the first process: a server ends by itself on SIGTERM.
ENTRYPOINT ["/nodejs/bin/node", "/server/dist/main.js"]
