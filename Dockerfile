# One image for migrate, web, worker and beat. Everything third-party comes from the locks in requirements/ and
# package-lock.json; behind a proxy or with package mirrors, pass the usual build arguments (docs/operations.md).
FROM node:20-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm AS python
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements /build/requirements
RUN /opt/venv/bin/pip install --no-deps --require-hashes -r /build/requirements/base.txt \
 && /opt/venv/bin/pip install --no-deps --require-hashes --target /build/font -r /build/requirements/font.txt
COPY bin/starter/tools/cut_font.py /build/
RUN /opt/venv/bin/python /build/cut_font.py /build/font/zhplot/fonts/NotoSansSC-Regular.ttf /build/fonts

# pg_dump must be of the server's own version.
FROM postgres:18-bookworm AS client
RUN mkdir -p /client/bin /client/lib \
 && cp /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /usr/lib/postgresql/18/bin/psql /client/bin/ \
 && cp -L "$(ldconfig -p | awk '/libpq\.so\.5 /{print $NF; exit}')" /client/lib/libpq.so.5

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 fontconfig-config libpq5 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/product --shell /usr/sbin/nologin product
WORKDIR /srv/product
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings VAR_DIR=/srv/product/var XDG_CACHE_HOME=/tmp/cache
COPY --from=client /client/bin/ /usr/local/bin/
COPY --from=client /client/lib/ /usr/local/lib/
RUN ldconfig
COPY --from=python /opt/venv /opt/venv
COPY --from=python /build/fonts var/fonts
COPY --from=front-end /build/node_modules node_modules
COPY . .
# The settings are read to know the static folders only; the values below are in no running container.
RUN python bin/starter/tools/build_sprite.py static/icons.txt node_modules/@tabler/icons/icons/outline var/static/icons.svg \
 && python bin/starter/tools/collect_packages.py static/packages.txt node_modules var/assets \
 && python bin/starter/tools/compile_catalogues.py locale \
 && DEVELOPMENT=1 python manage.py collectstatic --noinput --ignore redoc --ignore rest_framework \
 && rm -rf node_modules \
 && mkdir -p var/files var/mail var/backup && chown -R product:product var/files var/mail var/backup
USER product
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "1", "--respawn-failed-workers", "--no-ws", "config.wsgi:application"]
