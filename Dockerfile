# The application and the built phone in one image. docs/deploying.md says what to set.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
# From outside a container only 0.0.0.0 can be reached; AUTH=development, in which everybody is signed in, refuses to start with it.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 DATABASE=/data/offhook.db
# The database holds telephone numbers: nobody else's to read.
RUN install --directory --owner=node --group=node --mode=0700 /data
VOLUME /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/dist-server dist-server
USER node
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Without npm in between, which would not pass on the signal to stop. Stopping takes up to 10 s: allow 20.
CMD ["node", "--enable-source-maps", "dist-server/application.js"]
