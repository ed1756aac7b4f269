#!/usr/bin/env bash
# Compares the speed of a commit with that of the work tree, in turns: bench/compare.sh COMMIT [WORD ...]
# Words pick cases whose names contain one of them. Both builds are measured by the work tree's bench; for a commit whose public surface
# is another one, give the path of a RnnGen.Bench.dll that was built there instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=bench/RnnGen.Bench/bin/Release/net10.0/RnnGen.Bench.dll
if [[ -f ${1:?which commit?} ]]; then
    dotnet build -c Release bench/RnnGen.Bench -v quiet -nologo
    exec dotnet "$program" compare "$1" "$program" "${@:2}"
fi

commit=$(git rev-parse --verify "$1^{commit}")
shift
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT

git archive "$commit" | tar -x -C "$before"
rm -rf "$before/bench"
cp -r bench Directory.Packages.props "$before"
rm -rf "$before"/bench/*/bin "$before"/bench/*/obj
for tree in "$before" .; do
    dotnet build -c Release "$tree/bench/RnnGen.Bench" -v quiet -nologo
done
dotnet "$program" compare "$before/$program" "$program" "$@"
