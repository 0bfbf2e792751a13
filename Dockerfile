# The application with its pages. Models and packages come from the package itself; nothing is fetched at run time.
FROM node:22-bookworm-slim AS build
WORKDIR /application
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY . .
RUN npm run build && npm run build:web && npm prune --omit=dev

FROM node:22-bookworm-slim
# The program sets it itself, too: its runtime for networks would tell its makers about every one that it opens.
ENV NODE_ENV=production ORT_DISABLE_TELEMETRY=1
WORKDIR /application
COPY --from=build /application/package.json ./
COPY --from=build /application/node_modules ./node_modules
COPY --from=build /application/dist ./dist
COPY --from=build /application/models ./models
COPY --from=build /application/fixtures ./fixtures
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
ENTRYPOINT ["node", "dist/cli/main.js"]
