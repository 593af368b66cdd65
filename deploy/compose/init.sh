#!/bin/sh
# Makes what is not there yet: random secrets, `.env` and `shop.env`. `./init.sh mysql` for MySQL instead of PostgreSQL.
set -eu
cd "$(dirname "$0")"
kind=${1:-postgres}
case $kind in
  postgres) scheme=postgres user=haat port=5432 ;;
  mysql) scheme=mysql user=root port=3306 ;;
  *) echo "Say postgres or mysql, not $kind." >&2; exit 1 ;;
esac

# The folder is closed to others; the files are open, since containers run as users of their own.
mkdir -p secrets
chmod 700 secrets
secret() {
  [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"
  chmod 644 "secrets/$1"
}
secret database_password "$(openssl rand -hex 24)"
secret redis_password "$(openssl rand -hex 24)"
secret secret_key "$(openssl rand -hex 32)"
secret admin_password "$(openssl rand -hex 12)"
secret database_url "$scheme://$user:$(cat secrets/database_password)@$kind:$port/haat"
secret redis_url "redis://:$(cat secrets/redis_password)@redis:6379"

[ -e .env ] || printf 'COMPOSE_PROFILES=%s\nHTTP_PORT=8080\n' "$kind" > .env
[ -e shop.env ] || cp shop.env.example shop.env
echo "Look through shop.env. The first admin's password is in $(pwd)/secrets/admin_password."
