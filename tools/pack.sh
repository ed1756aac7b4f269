#!/usr/bin/env bash
# Packs all packages into artifacts/, with what "dotnet pack" is to be told besides: tools/pack.sh --no-build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rm -rf artifacts
grep -l '<IsPackable>true</IsPackable>' src/*/*.csproj | while IFS= read -r project; do
    dotnet pack "$project" -c Release -o artifacts "$@"
done
