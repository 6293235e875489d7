#!/usr/bin/env bash
# Installs Debian packages: real services that tests start themselves and end again. Nothing
# is started here. Where they cannot be had (no apt, no root, no network) the tests that need them are skipped by
# name, so this never fails.
set -u

PACKAGES=(
  redis-server postgresql mariadb-server rsyslog prometheus nginx-light openssl jq
  rt5-db-sqlite rt5-standalone request-tracker5 redmine-sqlite redmine puma
)

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "ci-services: not installed: ${missing[*]} (needs apt-get and root)" >&2
  exit 0
fi

# Debian asks this before it starts a service that was just installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
# What Redmine asks when it is installed: a database in a file, which nothing here uses.
if [[ " ${missing[*]} " == *" redmine "* ]] && command -v debconf-set-selections >/dev/null; then
  debconf-set-selections <<'ANSWERS'
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
ANSWERS
fi
timeout 60 apt-get update -qq >/dev/null 2>&1
for package in "${missing[@]}"; do
  timeout 240 apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
    echo "ci-services: could not install $package" >&2
done
exit 0
