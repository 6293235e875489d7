# One file for every server: docker build --build-arg SERVER=filesystem -t ashlar-filesystem .
# Run it without rights and with a file system that is for reading only:
#   docker run --rm -i --read-only --cap-drop ALL --security-opt no-new-privileges -v ~/notes:/data ashlar-filesystem /data
# Over HTTP it has to listen on every address of the container, and so it wants to know who calls:
#   docker run --rm --read-only -p 127.0.0.1:3000:3000 -v ./keys.json:/keys.json:ro ashlar-filesystem /data --http 0.0.0.0:3000 --api-keys /keys.json
FROM node:24-slim AS build
ARG SERVER
WORKDIR /house
COPY . .
RUN npm start --silent -- "$SERVER" --version
# The bundle, and beside it what cannot be bundled.
RUN node scripts/pnpm.mjs --filter "@ashlar/$SERVER" deploy --prod --legacy /server

FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY --from=build --chown=root:root /server /server
WORKDIR /data
USER nonroot
ENTRYPOINT ["/nodejs/bin/node", "/server/dist/main.js"]
