#!/usr/bin/env bash
# Installs what the tests under mpirun need: the launchers and libraries of Open MPI and MPICH, as Debian and Ubuntu package them. Does
# nothing where they are there, and says so plainly where they cannot be installed.
set -euo pipefail

missing=()
command -v mpirun.openmpi >/dev/null || missing+=(openmpi-bin)
command -v mpirun.mpich >/dev/null || missing+=(mpich)
if [ ${#missing[@]} -eq 0 ]; then
    echo "Open MPI and MPICH are installed."
    exit 0
fi

if ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}, and there is no apt-get; install Open MPI and MPICH by hand." >&2
    exit 1
fi

as=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
        echo "Missing: ${missing[*]}; only root can install them: sudo apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as=(sudo -n)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# No compilers and headers: the libraries are found at run time.
if ! { timeout 300 "${as[@]}" apt-get update -qq &&
    timeout 600 "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    echo "${missing[*]} could not be installed: $(tail -n 1 "$log")" >&2
    exit 1
fi
echo "Installed: ${missing[*]}."
