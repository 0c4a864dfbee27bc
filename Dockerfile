# syntax=docker/dockerfile:1

# Node.js only serves the build (charts and map come from npm); its two parts are copied from its own image.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src

# What restoring needs, first: this layer stays while only code changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Core/Octoplus.Core.csproj Core/
COPY Ingest/Octoplus.Ingest.csproj Ingest/
COPY Dashboard/Octoplus.Dashboard.csproj Dashboard/
COPY Dashboard/Build Dashboard/Build
RUN dotnet restore Dashboard

COPY . .
RUN dotnet publish Dashboard -c Release --no-restore -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Backup and restore on MariaDB run its own programs: mariadb-dump and mariadb.
RUN apt-get update \
    && apt-get install -y --no-install-recommends mariadb-client \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
# The database of the embedded default, imported files and keys; the only place the program writes to.
RUN mkdir /data && chown "$APP_UID" /data
VOLUME /data
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Data__Folder=/data
EXPOSE 8080
USER $APP_UID
# The program asks itself for /healthz: the image has no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["dotnet", "Octoplus.Dashboard.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "Octoplus.Dashboard.dll"]
